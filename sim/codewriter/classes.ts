/**
 * The classes of the program: their tree, their fields, and which of them jitcode refers to.
 *
 * A class that is used brings its whole tree along: an object's concrete class must be known when
 * a trace meets it, whatever the static type says.
 */

import { defined } from "../base/assert.ts";
import type { ClassModel, FieldModel } from "./model.ts";
import { refuse } from "./refuse.ts";
import { isProjectFile, modulePath } from "./sources.ts";
import { tagsOf } from "./tags.ts";
import { lookupKind } from "./type-kinds.ts";
import { ts } from "./typescript.ts";

export class ClassTable {
  private readonly checker: ts.TypeChecker;
  /** In the order of files and of declarations. */
  private readonly models = new Map<ts.ClassDeclaration, ClassModel>();
  private readonly usedRoots = new Set<ClassModel>();

  constructor(program: ts.Program, checker: ts.TypeChecker) {
    this.checker = checker;
    const files = program.getSourceFiles().filter(isProjectFile);
    files.sort((a, b) => (modulePath(a) < modulePath(b) ? -1 : 1));
    for (const file of files) {
      for (const node of file.statements) if (ts.isClassDeclaration(node)) this.modelOf(node);
    }
  }

  /** The class that a symbol names. */
  lookup(symbol: ts.Symbol | undefined): ClassModel | undefined {
    const declaration = symbol?.valueDeclaration;
    if (declaration === undefined || !ts.isClassDeclaration(declaration)) return undefined;
    if (!isProjectFile(declaration.getSourceFile())) return undefined;
    return this.models.get(declaration);
  }

  /** The class of a type's instances, null apart; undefined when it is not one class. */
  lookupType(type: ts.Type): ClassModel | undefined {
    const apparent = this.checker.getApparentType(this.checker.getNonNullableType(type));
    return this.lookup(apparent.symbol);
  }

  /** The class declared by `node`. */
  get(node: ts.ClassDeclaration): ClassModel {
    return defined(this.models.get(node), `class ${node.name?.text}`);
  }

  /** Marks a class as referred to by jitcode. */
  use(model: ClassModel): ClassModel {
    let root = model;
    while (root.parent !== null) root = root.parent;
    this.usedRoots.add(root);
    return model;
  }

  /** Classes with all their subclasses that are used, a parent before its subclasses. */
  listUsed(): ClassModel[] {
    const out: ClassModel[] = [];
    const visit = (model: ClassModel): void => {
      out.push(model);
      model.children.forEach(visit);
    };
    for (const model of this.models.values()) if (this.usedRoots.has(model)) visit(model);
    return out;
  }

  /** The classes that say `implements` of an interface, in program order. */
  listImplementers(declaration: ts.InterfaceDeclaration): ClassModel[] {
    return [...this.models.values()].filter((model) => {
      const clause = heritage(model.node, ts.SyntaxKind.ImplementsKeyword);
      return clause.some(
        (type) => this.resolve(type.expression)?.declarations?.[0] === declaration,
      );
    });
  }

  private modelOf(node: ts.ClassDeclaration): ClassModel {
    const known = this.models.get(node);
    if (known !== undefined) return known;
    const tags = tagsOf(node);
    const name = tags.get("raw") || (node.name?.text ?? "default");
    const parent = this.parentOf(node);
    const model: ClassModel = {
      name,
      qualifiedName: tags.has("raw") ? name : qualifiedName(node, name),
      node,
      parent,
      children: [],
      ownFields: [],
      isRaw: tags.has("raw"),
      isAbstract: hasModifier(node, ts.SyntaxKind.AbstractKeyword),
    };
    parent?.children.push(model);
    this.models.set(node, model);
    this.addFields(model);
    return model;
  }

  private parentOf(node: ts.ClassDeclaration): ClassModel | null {
    const [base] = heritage(node, ts.SyntaxKind.ExtendsKeyword);
    if (base === undefined) return null;
    const declaration = this.resolve(base.expression)?.valueDeclaration;
    if (declaration === undefined || !ts.isClassDeclaration(declaration)) return null;
    return isProjectFile(declaration.getSourceFile()) ? this.modelOf(declaration) : null;
  }

  private resolve(node: ts.Expression): ts.Symbol | undefined {
    const symbol = this.checker.getSymbolAtLocation(node);
    if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Alias) === 0) return symbol;
    return this.checker.getAliasedSymbol(symbol);
  }

  private addFields(model: ClassModel): void {
    for (const member of model.node.members) {
      if (!ts.isPropertyDeclaration(member)) continue;
      if (hasModifier(member, ts.SyntaxKind.StaticKeyword)) continue;
      const field = this.fieldOf(model, member);
      const inherited = model.parent === null ? undefined : lookupField(model.parent, field.name);
      if (inherited === undefined) model.ownFields.push(field);
      else if (inherited.kind !== field.kind) {
        refuse(member, `field ${field.name} has another kind in ${inherited.owner.name}`);
      }
    }
  }

  private fieldOf(owner: ClassModel, node: ts.PropertyDeclaration): FieldModel {
    const kind = lookupKind(this.checker, this.checker.getTypeAtLocation(node));
    const tags = tagsOf(node);
    return {
      owner,
      name: node.name.getText(),
      kind: kind === "v" || kind === "ovf" ? null : kind,
      isPure: hasModifier(node, ts.SyntaxKind.ReadonlyKeyword),
      isQuasiImmutable: tags.has("quasi_immutable"),
      isLazyStore: tags.has("lazy_store"),
      node,
    };
  }
}

/** The field `name` of a class, own or inherited. */
export function lookupField(model: ClassModel, name: string): FieldModel | undefined {
  for (let at: ClassModel | null = model; at !== null; at = at.parent) {
    const field = at.ownFields.find((own) => own.name === name);
    if (field !== undefined) return field;
  }
  return undefined;
}

/** Whether `model` is `other` or one of its subclasses. */
export function isSubclass(model: ClassModel, other: ClassModel): boolean {
  for (let at: ClassModel | null = model; at !== null; at = at.parent) {
    if (at === other) return true;
  }
  return false;
}

export function hasModifier(node: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

/** `python.objects.int_object.W_IntObject`, as PyPy's descrs name classes. */
function qualifiedName(node: ts.ClassDeclaration, name: string): string {
  const module = modulePath(node.getSourceFile()).replace(/^sim\/(guests\/)?/, "");
  return `${module.replaceAll("/", ".").replaceAll("-", "_")}.${name}`;
}

function heritage(
  node: ts.ClassDeclaration,
  keyword: ts.SyntaxKind,
): readonly ts.ExpressionWithTypeArguments[] {
  return node.heritageClauses?.find((clause) => clause.token === keyword)?.types ?? [];
}
