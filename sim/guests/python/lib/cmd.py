"""A prompt for commands: `do_NAME` methods of a class are what it understands."""

# Part of jitreel. Lines come from standard input; there is no completion by keys.

import string
import sys

__all__ = ["Cmd"]

PROMPT = "(Cmd) "
IDENTCHARS = string.ascii_letters + string.digits + "_"


class Cmd:
    """Derive from it; `cmdloop` reads lines until a method returns something true."""

    prompt = PROMPT
    identchars = IDENTCHARS
    ruler = "="
    lastcmd = ""
    intro = None
    doc_leader = ""
    doc_header = "Documented commands (type help <topic>):"
    misc_header = "Miscellaneous help topics:"
    undoc_header = "Undocumented commands:"
    nohelp = "*** No help on %s"
    use_rawinput = 1

    def __init__(self, completekey="tab", stdin=None, stdout=None):
        self.stdin = sys.stdin if stdin is None else stdin
        self.stdout = sys.stdout if stdout is None else stdout
        self.cmdqueue = []
        self.completekey = completekey

    def _next_line(self):
        if self.cmdqueue:
            return self.cmdqueue.pop(0)
        if self.use_rawinput:
            try:
                return input(self.prompt)
            except EOFError:
                return "EOF"
        self.stdout.write(self.prompt)
        self.stdout.flush()
        line = self.stdin.readline()
        return line.rstrip("\r\n") if line else "EOF"

    def cmdloop(self, intro=None):
        self.preloop()
        if intro is not None:
            self.intro = intro
        if self.intro:
            self.stdout.write(str(self.intro) + "\n")
        stop = None
        while not stop:
            line = self.precmd(self._next_line())
            stop = self.postcmd(self.onecmd(line), line)
        self.postloop()

    def precmd(self, line):
        return line

    def postcmd(self, stop, line):
        return stop

    def preloop(self):
        pass

    def postloop(self):
        pass

    def parseline(self, line):
        """The command, its argument and the whole line; the command is None if there is none."""
        line = line.strip()
        if line.startswith("?"):
            line = "help " + line[1:]
        elif line.startswith("!"):
            if not hasattr(self, "do_shell"):
                return None, None, line
            line = "shell " + line[1:]
        if not line:
            return None, None, line
        rest = line.lstrip(self.identchars)
        return line[:len(line) - len(rest)], rest.strip(), line

    def onecmd(self, line):
        command, argument, line = self.parseline(line)
        if not line:
            return self.emptyline()
        if command is None:
            return self.default(line)
        self.lastcmd = "" if line == "EOF" else line
        method = getattr(self, "do_" + command, None) if command else None
        return self.default(line) if method is None else method(argument)

    def emptyline(self):
        if self.lastcmd:
            return self.onecmd(self.lastcmd)

    def default(self, line):
        self.stdout.write("*** Unknown syntax: %s\n" % line)

    def completedefault(self, *ignored):
        return []

    def get_names(self):
        return dir(self.__class__)

    def _with_prefix(self, prefix, text):
        return [name[len(prefix):] for name in self.get_names() if name.startswith(prefix + text)]

    def completenames(self, text, *ignored):
        return self._with_prefix("do_", text)

    def complete_help(self, *args):
        return list({*self.completenames(*args), *self._with_prefix("help_", args[0])})

    def do_help(self, arg):
        'List available commands with "help" or detailed help with "help cmd".'
        if not arg:
            self._list_commands()
            return
        helper = getattr(self, "help_" + arg, None)
        if helper is not None:
            helper()
            return
        text = getattr(getattr(self, "do_" + arg, None), "__doc__", None)
        self.stdout.write("%s\n" % str(text if text else self.nohelp % (arg,)))

    def _list_commands(self):
        topics = sorted(set(self._with_prefix("help_", "")))
        documented, bare = [], []
        for name in sorted(set(self._with_prefix("do_", ""))):
            has_topic = name in topics
            if has_topic:
                topics.remove(name)
            has_text = has_topic or getattr(self, "do_" + name).__doc__
            (documented if has_text else bare).append(name)
        self.stdout.write("%s\n" % str(self.doc_leader))
        self.print_topics(self.doc_header, documented, 15, 80)
        self.print_topics(self.misc_header, topics, 15, 80)
        self.print_topics(self.undoc_header, bare, 15, 80)

    def print_topics(self, header, cmds, cmdlen, maxcol):
        if not cmds:
            return
        self.stdout.write("%s\n" % str(header))
        if self.ruler:
            self.stdout.write("%s\n" % str(self.ruler * len(header)))
        self.columnize(cmds, maxcol - 1)
        self.stdout.write("\n")

    def columnize(self, list, displaywidth=80):
        """Prints names in columns, downwards, in as few rows as fit."""
        if not list:
            self.stdout.write("<empty>\n")
            return
        wrong = [at for at, one in enumerate(list) if not isinstance(one, str)]
        if wrong:
            raise TypeError("list[i] not a string for i in %s" % ", ".join(map(str, wrong)))
        for rows in range(1, len(list) + 1):
            columns = [list[at:at + rows] for at in range(0, len(list), rows)]
            widths = [max(map(len, column)) for column in columns]
            if sum(widths) + 2 * (len(widths) - 1) <= displaywidth:
                break
        else:
            columns, widths = [list], [0]
        for row in range(rows):
            texts = [column[row] if row < len(column) else "" for column in columns]
            while texts and not texts[-1]:
                texts.pop()
            shown = "  ".join(text.ljust(width) for text, width in zip(texts, widths))
            self.stdout.write("%s\n" % shown)
