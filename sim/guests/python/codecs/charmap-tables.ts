/**
 * The upper halves of encodings of one byte per character; the lower half of each is ASCII. A
 * character in base 36, then after a colon how many successors follow in order (itself counted);
 * fffe, which is no character, where a byte means nothing. Made from pypy3's codecs, not to be edited.
 */

export interface CharmapData {
  readonly module: string;
  /** As `codecs.lookup(…).name` gives it. */
  readonly name: string;
  readonly upper: string;
}

export const CHARMAPS: readonly CharmapData[] = [
  {
    module: "cp1006",
    name: "cp1006",
    upper:
      "3k:x 1dc:a 170 17f 4t 17j 1e9t 1ea5:2 1ea6:2 1ea9 1dna 1dnc 1eab 1ead 1eaf 1dnq " +
      "1dns 1eah 1eaj 1eal 1ean 1doa 1doc 1eap 1ear 1eat 1eav 1eax 1dok 1eaz 1eb1 1dos " +
      "1eb3 1doq 1eb5 1eb7 1eb9 1ebb 1ebd 1ebf 1ebh 1ebj 1ebl 1ebp 1ebt:9 1ec3 1ec5 1ec7 " +
      "1ec9 1ecb 1doy 1dp0 1ecd 1ecf:3 1ecj 1dpa 1ecl 1ecn 1e9x 1ect 1dpi 1dpk:3 1e9s " +
      "1ea1:3 1ecx:3 1dps 1dpq 1e9o:2",
  },
  {
    module: "cp1125",
    name: "cp1125",
    upper:
      "sw:1c 7f5:3 7b6 7c4 7dt:2 7di 7dh 7dv 7dd 7dj 7dp 7do 7dn 7bk 7bo 7ck 7cc 7bw 7b4 " +
      "7cs 7dq:2 7dm 7dg 7e1 7dy 7ds 7dc 7e4 7dz:2 7dw:2 7dl 7dk 7de:2 7e3 7e2 7bs 7bg 7ew " +
      "7es 7f0 7f4 7eo u8:g sh up wg:2 sk us sm uu sn uv 53 6qi 6ja 4k 7fk 4g",
  },
  {
    module: "cp1250",
    name: "cp1250",
    upper:
      "6gc 1eke 6ca 1eke 6ce 6cm 6cg:2 1eke 6cw 9s 6d5 9m 9w al ah 1eke 6c8:2 6cc:2 6ci " +
      "6c3:2 1eke 6jm 9t 6d6 9n 9x am ai 4g jr k8 8x 4k 78 4m:4 9q 4r:4 aj 4w:2 kb 8y 50:5 " +
      "79 9r 57 8t kd 8u ak 9g 5d:2 76 5g 8p 7a 5j 7g 5l 7s 5n 7u 5p:2 7i 7k 8z 93 5v:2 9c " +
      "5y:2 9k a6 62 a8 64:2 9u 67 9h 69:2 77 6c 8q 7b 6f 7h 6h 7t 6j 7v 6l:2 7j 7l 90 94 " +
      "6r:2 9d 6u:2 9l a7 6y a9 70:2 9v k9",
  },
  {
    module: "cp1251",
    name: "cp1251",
    upper:
      "si:2 6ca ur 6ce 6cm 6cg:2 6gc 6cw sp 6d5 sq ss sr sv uq 6c8:2 6cc:2 6ci 6c3:2 1eke " +
      "6jm ux 6d6 uy v0 uz v3 4g su v2 so 4k wg 4m:2 sh 4p sk 4r:4 sn 4w:2 sm uu wh 51:3 " +
      "up 6ja us 57 uw sl ut uv sw:1s",
  },
  {
    module: "cp1252",
    name: "cp1252",
    upper:
      "6gc 1eke 6ca b6 6ce 6cm 6cg:2 jq 6cw 9s 6d5 9e 1eke al 1eke 1eke 6c8:2 6cc:2 6ci " +
      "6c3:2 kc 6jm 9t 6d6 9f 1eke am ag 4g:2o",
  },
  {
    module: "cp1253",
    name: "cp1253",
    upper:
      "6gc 1eke 6ca b6 6ce 6cm 6cg:2 1eke 6cw 1eke 6d5 1eke 1eke 1eke 1eke 1eke 6c8:2 " +
      "6cc:2 6ci 6c3:2 1eke 6jm 1eke 6d6 1eke 1eke 1eke 1eke 4g p1:2 4j:7 1eke 4r:4 6c5 " +
      "4w:4 p0 51:3 p4:3 57 p8 59 pa:k 1eke pv:18 1eke",
  },
  {
    module: "cp1254",
    name: "cp1254",
    upper:
      "6gc 1eke 6ca b6 6ce 6cm 6cg:2 jq 6cw 9s 6d5 9e 1eke 1eke 1eke 1eke 6c8:2 6cc:2 6ci " +
      "6c3:2 kc 6jm 9t 6d6 9f 1eke 1eke ag 4g:1c 7y 5t:c 8g 9q 67:h 7z 6p:c 8h 9r 73",
  },
  {
    module: "cp1255",
    name: "cp1255",
    upper:
      "6gc 1eke 6ca b6 6ce 6cm 6cg:2 jq 6cw 1eke 6d5 1eke 1eke 1eke 1eke 1eke 6c8:2 6cc:2 " +
      "6ci 6c3:2 kc 6jm 1eke 6d6 1eke 1eke 1eke 1eke 4g:4 6ga 4l:5 5z 4r:f 6v 57:5 14g:a " +
      "1eke 14r:9 168:5 1eke 1eke 1eke 1eke 1eke 1eke 1eke 15c:r 1eke 1eke 6by:2 1eke",
  },
  {
    module: "cp1256",
    name: "cp1256",
    upper:
      "6gc 1a6 6ca b6 6ce 6cm 6cg:2 jq 6cw 1a1 6d5 9e 1ae 1aw 1ag 1bj 6c8:2 6cc:2 6ci " +
      "6c3:2 1bd 6jm 1ap 6d6 9f 6bw:2 1bu 4g 170 4i:8 1by 4r:f 17f 57:4 17j 1c1 17l:m 5z " +
      "187:4 18g:4 68 18k 6a 18l:4 6f:5 18p:2 6m:2 18r:4 6s 18v:2 6v 18x 6x 18y 6z:2 6by:2 " +
      "1ci",
  },
  {
    module: "cp1257",
    name: "cp1257",
    upper:
      "6gc 1eke 6ca 1eke 6ce 6cm 6cg:2 1eke 6cw 1eke 6d5 1eke 4o jr 54 1eke 6c8:2 6cc:2 " +
      "6ci 6c3:2 1eke 6jm 1eke 6d6 1eke 4v kb 1eke 4g 1eke 4i:3 1eke 4m:2 60 4p 9i 4r:4 5i " +
      "4w:8 6w 55 9j 57:4 6e 78 8e 74 7a 5g:2 7s 7m 7g 5l ah 7q 82 8m 8a 8r 9s 8z 91 5v 98 " +
      "5x:3 aa 8x 9m a2 64 aj al 67 79 8f 75 7b 6c:2 7t 7n 7h 6h ai 7r 83 8n 8b 8s 9t 90 " +
      "92 6r 99 6t:3 ab 8y 9n a3 70 ak am k9",
  },
  {
    module: "cp1258",
    name: "cp1258",
    upper:
      "6gc 1eke 6ca b6 6ce 6cm 6cg:2 jq 6cw 1eke 6d5 9e 1eke 1eke 1eke 1eke 6c8:2 6cc:2 " +
      "6ci 6c3:2 kc 6jm 1eke 6d6 9f 1eke 1eke ag 4g:z 76 5g:8 lc 5p:3 7k 5t ll 5v:2 bk " +
      "5y:7 bz lf 67:4 77 6c:8 ld 6l:3 7l 6p mb 6r:2 bl 6u:7 c0 6gb 73",
  },
  {
    module: "cp437",
    name: "cp437",
    upper:
      "5j 70 6h 6a 6c 68 6d 6f 6i:2 6g 6n 6m 6k 5g:2 5l 6e 5i 6s 6u 6q 6z 6x 73 5y 64 4i:2 " +
      "4l 6g7 b6 69 6l 6r 6y 6p 5t 4q 56 5b 6xc 4s 59 58 4h 4r 57 7f5:3 7b6 7c4 7dt:2 7di " +
      "7dh 7dv 7dd 7dj 7dp 7do 7dn 7bk 7bo 7ck 7cc 7bw 7b4 7cs 7dq:2 7dm 7dg 7e1 7dy 7ds " +
      "7dc 7e4 7dz:2 7dw:2 7dl 7dk 7de:2 7e3 7e2 7bs 7bg 7ew 7es 7f0 7f4 7eo q9 67 pf qo " +
      "pv qr 51 qs py pk q1 qc 6qm qu qd 6qx 6sh 4x 6sl 6sk 6xs:2 6v 6rs 4w 6qh 53 6qi 6f3 " +
      "4y 7fk 4g",
  },
  {
    module: "cp720",
    name: "cp720",
    upper:
      "3k:2 6h 6a 3o 68 3q 6f 6i:2 6g 6n 6m 3x:4 18x:2 6s 4k 18g 6z 6x 17l:4 4j 17p:h 4r " +
      "57 7f5:3 7b6 7c4 7dt:2 7di 7dh 7dv 7dd 7dj 7dp 7do 7dn 7bk 7bo 7ck 7cc 7bw 7b4 7cs " +
      "7dq:2 7dm 7dg 7e1 7dy 7ds 7dc 7e4 7dz:2 7dw:2 7dl 7dk 7de:2 7e3 7e2 7bs 7bg 7ew 7es " +
      "7f0 7f4 7eo 186:5 18h 51 18i:9 6sh 18r:6 6rs 4w 6qh 53 6qi 6f3 4y 7fk 4g",
  },
  {
    module: "cp737",
    name: "cp737",
    upper:
      "pd:h pv:7 q9:h qr qq qs:5 7f5:3 7b6 7c4 7dt:2 7di 7dh 7dv 7dd 7dj 7dp 7do 7dn 7bk " +
      "7bo 7ck 7cc 7bw 7b4 7cs 7dq:2 7dm 7dg 7e1 7dy 7ds 7dc 7e4 7dz:2 7dw:2 7dl 7dk 7de:2 " +
      "7e3 7e2 7bs 7bg 7ew 7es 7f0 7f4 7eo qx q4:3 qy q7 r0:2 qz r2 p2 p4:3 p8 pa:2 4x 6sl " +
      "6sk q2:2 6v 6rs 4w 6qh 53 6qi 6f3 4y 7fk 4g",
  },
  {
    module: "cp775",
    name: "cp775",
    upper:
      "7a 70 6h 75 6c 83 6d 7b 8y 7n 9i:2 8b ah 5g:2 5l 6e 5i 99 6u 82 4i 9m:2 5y 64 6w 4j " +
      "60 5z 4k 74 8a 6r aj:2 ai 6cd 4m 4p 4u 4s 59 58 8x 4r 57 7f5:3 7b6 7c4 78 7g 7s 7q " +
      "7dv 7dd 7dj 7dp 8e 9s 7bk 7bo 7ck 7cc 7bw 7b4 7cs aa a2 7dm 7dg 7e1 7dy 7ds 7dc 7e4 " +
      "al 79 7h 7t 7r 8f 9t ab a3 am 7bs 7bg 7ew 7es 7f0 7f4 7eo 5v 67 98 8z 6t 5x 51 90 " +
      "8m:2 8r:2 92 7m 91 6c9 4t 4x 6cc 5a 52 4n 6v 6ce 4w 6qh 53 55 4z 4y 7fk 4g",
  },
  {
    module: "cp850",
    name: "cp850",
    upper:
      "5j 70 6h 6a 6c 68 6d 6f 6i:2 6g 6n 6m 6k 5g:2 5l 6e 5i 6s 6u 6q 6z 6x 73 5y 64 6w " +
      "4j 60 5z b6 69 6l 6r 6y 6p 5t 4q 56 5b 4u 4s 59 58 4h 4r 57 7f5:3 7b6 7c4 5d:2 5c " +
      "4p 7dv 7dd 7dj 7dp 4i 4l 7bk 7bo 7ck 7cc 7bw 7b4 7cs 6b 5f 7dm 7dg 7e1 7dy 7ds 7dc " +
      "7e4 4k 6o 5s 5m:2 5k 8h 5p:3 7bs 7bg 7ew 7es 4m 5o 7eo 5v 67 5w 5u 6t 5x 51 72 66 " +
      "62:2 61 71 65 4v 50 4t 4x 6c7 5a 52 4n 6v 54 4w 4o 53 55 4z 4y 7fk 4g",
  },
  {
    module: "cp852",
    name: "cp852",
    upper:
      "5j 70 6h 6a 6c a7 7b 6f 8y 6j 9c:2 6m ah 5g 7a 5l 8p:2 6s 6u 8t:2 9m:2 5y 64 9w:2 " +
      "8x 5z 7h 69 6l 6r 6y 78:2 al:2 7s:2 4s ai 7g 9r 4r 57 7f5:3 7b6 7c4 5d:2 7u 9q 7dv " +
      "7dd 7dj 7dp aj:2 7bk 7bo 7ck 7cc 7bw 7b4 7cs 76:2 7dm 7dg 7e1 7dy 7ds 7dc 7e4 4k 7l " +
      "7k 7i 5n 7j 93 5p:2 7v 7bs 7bg 7ew 7es 9u a6 7eo 5v 67 5w 8z:2 94 9s:2 9g 62 9h a8 " +
      "71 65 9v 50 4t kd kb jr k8 4n 6v 54 4w 4o k9 a9 9k:2 7fk 4g",
  },
  {
    module: "cp855",
    name: "cp855",
    upper:
      "uq si ur sj up sh us sk ut sl uu sm uv sn uw so ux sp uy sq uz sr v0 ss v2 su v3 sv " +
      "um tq ui tm ts sw tt sx ue ti tw t0 tx t1 uc tg tv sz 4r 57 7f5:3 7b6 7c4 ud th u0 " +
      "t4 7dv 7dd 7dj 7dp u1 t5 7bk 7bo 7ck 7cc 7bw 7b4 7cs u2 t6 7dm 7dg 7e1 7dy 7ds 7dc " +
      "7e4 4k u3 t7 u4 t8 u5 t9 u6 ta u7 7bs 7bg 7ew 7es tb un 7eo tr u8 tc u9 td ua te ub " +
      "tf ty t2 tu sy uk to 6ja 4t uj tn tz t3 ug tk ul tp uh tl uf tj 4n 7fk 4g",
  },
  {
    module: "cp856",
    name: "cp856",
    upper:
      "15c:r 1eke 4j 1eke 5z 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 4u 4s 59 58 " +
      "1eke 4r 57 7f5:3 7b6 7c4 1eke 1eke 1eke 4p 7dv 7dd 7dj 7dp 4i 4l 7bk 7bo 7ck 7cc " +
      "7bw 7b4 7cs 1eke 1eke 7dm 7dg 7e1 7dy 7ds 7dc 7e4 4k 1eke 1eke 1eke 1eke 1eke 1eke " +
      "1eke 1eke 1eke 7bs 7bg 7ew 7es 4m 1eke 7eo 1eke 1eke 1eke 1eke 1eke 1eke 51 1eke " +
      "1eke 1eke 1eke 1eke 1eke 1eke 4v 50 4t 4x 6c7 5a 52 4n 6v 54 4w 4o 53 55 4z 4y 7fk " +
      "4g",
  },
  {
    module: "cp857",
    name: "cp857",
    upper:
      "5j 70 6h 6a 6c 68 6d 6f 6i:2 6g 6n 6m 8h 5g:2 5l 6e 5i 6s 6u 6q 6z 6x 8g 5y 64 6w " +
      "4j 60 9q:2 69 6l 6r 6y 6p 5t 7y:2 5b 4u 4s 59 58 4h 4r 57 7f5:3 7b6 7c4 5d:2 5c 4p " +
      "7dv 7dd 7dj 7dp 4i 4l 7bk 7bo 7ck 7cc 7bw 7b4 7cs 6b 5f 7dm 7dg 7e1 7dy 7ds 7dc 7e4 " +
      "4k 56 4q 5m:2 5k 1eke 5p:3 7bs 7bg 7ew 7es 4m 5o 7eo 5v 67 5w 5u 6t 5x 51 1eke 5z " +
      "62:2 61 6k 73 4v 50 4t 4x 1eke 5a 52 4n 6v 54 4w 4o 53 55 4z 4y 7fk 4g",
  },
  {
    module: "cp858",
    name: "cp858",
    upper:
      "5j 70 6h 6a 6c 68 6d 6f 6i:2 6g 6n 6m 6k 5g:2 5l 6e 5i 6s 6u 6q 6z 6x 73 5y 64 6w " +
      "4j 60 5z b6 69 6l 6r 6y 6p 5t 4q 56 5b 4u 4s 59 58 4h 4r 57 7f5:3 7b6 7c4 5d:2 5c " +
      "4p 7dv 7dd 7dj 7dp 4i 4l 7bk 7bo 7ck 7cc 7bw 7b4 7cs 6b 5f 7dm 7dg 7e1 7dy 7ds 7dc " +
      "7e4 4k 6o 5s 5m:2 5k 6gc 5p:3 7bs 7bg 7ew 7es 4m 5o 7eo 5v 67 5w 5u 6t 5x 51 72 66 " +
      "62:2 61 71 65 4v 50 4t 4x 6c7 5a 52 4n 6v 54 4w 4o 53 55 4z 4y 7fk 4g",
  },
  {
    module: "cp860",
    name: "cp860",
    upper:
      "5j 70 6h 6a:2 68 5d 6f 6i 5m 6g 5p 5w 6k 5f 5e 5l 5c 5k 6s:2 6q 62 6x 5o 5x 64 4i:2 " +
      "61 6g7 5v 69 6l 6r 6y 6p 5t 4q 56 5b 5u 4s 59 58 4h 4r 57 7f5:3 7b6 7c4 7dt:2 7di " +
      "7dh 7dv 7dd 7dj 7dp 7do 7dn 7bk 7bo 7ck 7cc 7bw 7b4 7cs 7dq:2 7dm 7dg 7e1 7dy 7ds " +
      "7dc 7e4 7dz:2 7dw:2 7dl 7dk 7de:2 7e3 7e2 7bs 7bg 7ew 7es 7f0 7f4 7eo q9 67 pf qo " +
      "pv qr 51 qs py pk q1 qc 6qm qu qd 6qx 6sh 4x 6sl 6sk 6xs:2 6v 6rs 4w 6qh 53 6qi 6f3 " +
      "4y 7fk 4g",
  },
  {
    module: "cp861",
    name: "cp861",
    upper:
      "5j 70 6h 6a 6c 68 6d 6f 6i:2 6g 5s 6o 66 5g:2 5l 6e 5i 6s 6u 72 6z 65 71 5y 64 6w " +
      "4j 60 6g7 b6 69 6l 6r 6y 5d 5p 5v 62 5b 6xc 4s 59 58 4h 4r 57 7f5:3 7b6 7c4 7dt:2 " +
      "7di 7dh 7dv 7dd 7dj 7dp 7do 7dn 7bk 7bo 7ck 7cc 7bw 7b4 7cs 7dq:2 7dm 7dg 7e1 7dy " +
      "7ds 7dc 7e4 7dz:2 7dw:2 7dl 7dk 7de:2 7e3 7e2 7bs 7bg 7ew 7es 7f0 7f4 7eo q9 67 pf " +
      "qo pv qr 51 qs py pk q1 qc 6qm qu qd 6qx 6sh 4x 6sl 6sk 6xs:2 6v 6rs 4w 6qh 53 6qi " +
      "6f3 4y 7fk 4g",
  },
  {
    module: "cp862",
    name: "cp862",
    upper:
      "15c:r 4i:2 4l 6g7 b6 69 6l 6r 6y 6p 5t 4q 56 5b 6xc 4s 59 58 4h 4r 57 7f5:3 7b6 7c4 " +
      "7dt:2 7di 7dh 7dv 7dd 7dj 7dp 7do 7dn 7bk 7bo 7ck 7cc 7bw 7b4 7cs 7dq:2 7dm 7dg 7e1 " +
      "7dy 7ds 7dc 7e4 7dz:2 7dw:2 7dl 7dk 7de:2 7e3 7e2 7bs 7bg 7ew 7es 7f0 7f4 7eo q9 67 " +
      "pf qo pv qr 51 qs py pk q1 qc 6qm qu qd 6qx 6sh 4x 6sl 6sk 6xs:2 6v 6rs 4w 6qh 53 " +
      "6qi 6f3 4y 7fk 4g",
  },
  {
    module: "cp863",
    name: "cp863",
    upper:
      "5j 70 6h 6a 5e 68 52 6f 6i:2 6g 6n 6m 6c7 5c 4n 5l 5k 5m 6s 5n 5r 6z 6x 4k 5w 64 " +
      "4i:2 61 63 b6 4m 50 6r 6y 4o 54 4z 4v 5q 6xc 4s 59 58 5a 4r 57 7f5:3 7b6 7c4 7dt:2 " +
      "7di 7dh 7dv 7dd 7dj 7dp 7do 7dn 7bk 7bo 7ck 7cc 7bw 7b4 7cs 7dq:2 7dm 7dg 7e1 7dy " +
      "7ds 7dc 7e4 7dz:2 7dw:2 7dl 7dk 7de:2 7e3 7e2 7bs 7bg 7ew 7es 7f0 7f4 7eo q9 67 pf " +
      "qo pv qr 51 qs py pk q1 qc 6qm qu qd 6qx 6sh 4x 6sl 6sk 6xs:2 6v 6rs 4w 6qh 53 6qi " +
      "6f3 4y 7fk 4g",
  },
  {
    module: "cp865",
    name: "cp865",
    upper:
      "5j 70 6h 6a 6c 68 6d 6f 6i:2 6g 6n 6m 6k 5g:2 5l 6e 5i 6s 6u 6q 6z 6x 73 5y 64 6w " +
      "4j 60 6g7 b6 69 6l 6r 6y 6p 5t 4q 56 5b 6xc 4s 59 58 4h 4r 4k 7f5:3 7b6 7c4 7dt:2 " +
      "7di 7dh 7dv 7dd 7dj 7dp 7do 7dn 7bk 7bo 7ck 7cc 7bw 7b4 7cs 7dq:2 7dm 7dg 7e1 7dy " +
      "7ds 7dc 7e4 7dz:2 7dw:2 7dl 7dk 7de:2 7e3 7e2 7bs 7bg 7ew 7es 7f0 7f4 7eo q9 67 pf " +
      "qo pv qr 51 qs py pk q1 qc 6qm qu qd 6qx 6sh 4x 6sl 6sk 6xs:2 6v 6rs 4w 6qh 53 6qi " +
      "6f3 4y 7fk 4g",
  },
  {
    module: "cp866",
    name: "cp866",
    upper:
      "sw:1c 7f5:3 7b6 7c4 7dt:2 7di 7dh 7dv 7dd 7dj 7dp 7do 7dn 7bk 7bo 7ck 7cc 7bw 7b4 " +
      "7cs 7dq:2 7dm 7dg 7e1 7dy 7ds 7dc 7e4 7dz:2 7dw:2 7dl 7dk 7de:2 7e3 7e2 7bs 7bg 7ew " +
      "7es 7f0 7f4 7eo u8:g sh up sk us sn uv su v2 4w 6qh 53 6qi 6ja 4k 7fk 4g",
  },
  {
    module: "cp869",
    name: "cp869",
    upper:
      "1eke 1eke 1eke 1eke 1eke 1eke p2 1eke 53 4s 4m 6c8:2 p4 6c5 p5:2 q2 p8 1eke 1eke pa " +
      "q3 4p pb 4y:2 q4 4j q5:3 qy pc r0:2 pd:7 59 pk:2 4r 57 7f5:3 7b6 7c4 pm:4 7dv 7dd " +
      "7dj 7dp pq:2 7bk 7bo 7ck 7cc 7bw 7b4 7cs ps:2 7dm 7dg 7e1 7dy 7ds 7dc 7e4 pv:7 q9:3 " +
      "7bs 7bg 7ew 7es qc:2 7eo qe:c qr qq qs p0 4t 4x qt:3 4n qw p1 4w 4o qx qz q8 r2 7fk " +
      "4g",
  },
  {
    module: "cp874",
    name: "cp874",
    upper:
      "6gc 1eke 1eke 1eke 1eke 6cm 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke " +
      "6c8:2 6cc:2 6ci 6c3:2 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 4g 2rl:1m 1eke 1eke " +
      "1eke 1eke 2tb:t 1eke 1eke 1eke 1eke",
  },
  {
    module: "hp_roman8",
    name: "hp-roman8",
    upper:
      "3k:x 5c 5e 5k 5m:2 5q:2 50 jv jq 4o kc 61 63 6g4 4v 65 71 4w 5j 6f 5t 6p 4h 5b 4k " +
      "4j 4l 4n b6 4i 6a 6i 6s 6z 69 6h 6r 6y 68 6g 6q 6x 6c 6j 6u 70 5h 6m 60 5i 6d 6l 6w " +
      "6e 5g 6k 5y 64 5l 6n 67 5w 5d 5f 6b 5s 6o 5p 5o 5v 5u 5x 6t 9s:2 62 ag 73 66 72 53 " +
      "51:2 5a 6c4 58:2 4q 56 4r 7fk 57 4x 1eke",
  },
  {
    module: "iso8859_10",
    name: "iso8859-10",
    upper:
      "3k:x 78 7m 82 8a 88 8m 4n 8r 7k 9s 9y al 4t a2 96 4w 79 7n 83 8b 89 8n 53 8s 7l 9t " +
      "9z am 6c5 a3 97 74 5d:6 8e 7g 5l 7s 5n 7q 5p:4 91 98 5v:4 a0 60 aa 62:6 75 69:6 8f " +
      "7h 6h 7t 6j 7r 6l:4 92 99 6r:4 a1 6w ab 6y:5 8o",
  },
  {
    module: "iso8859_11",
    name: "iso8859-11",
    upper: "3k:x 2rl:1m 1eke 1eke 1eke 1eke 2tb:t 1eke 1eke 1eke 1eke",
  },
  {
    module: "iso8859_13",
    name: "iso8859-13",
    upper:
      "3k:x 6cd 4i:3 6ce 4m:2 60 4p 9i 4r:4 5i 4w:4 6cc 51:3 6w 55 9j 57:4 6e 78 8e 74 7a " +
      "5g:2 7s 7m 7g 5l ah 7q 82 8m 8a 8r 9s 8z 91 5v 98 5x:3 aa 8x 9m a2 64 aj al 67 79 " +
      "8f 75 7b 6c:2 7t 7n 7h 6h ai 7r 83 8n 8b 8s 9t 90 92 6r 99 6t:3 ab 8y 9n a3 70 ak " +
      "am 6c9",
  },
  {
    module: "iso8859_14",
    name: "iso8859-14",
    upper:
      "3k:x 5xe:2 4j 7e:2 5xm 4n 60w 4p 60y 5xn 642 4t:2 ag 5y6:2 80:2 5z4:2 52 5zq 60x " +
      "5zr 60z 600 643 610:2 601 5c:g ac 5t:6 60a 60:6 ae 67:h ad 6p:6 60b 6w:6 af 73",
  },
  {
    module: "iso8859_15",
    name: "iso8859-15",
    upper: "3k:10 6gc 4l 9s 4n 9t 4p:b al 51:3 am 55:3 9e:2 ag 5b:1t",
  },
  {
    module: "iso8859_16",
    name: "iso8859-16",
    upper:
      "3k:x 78:2 8x 6gc 6ce 9s 4n 9t 4p ew 4r ah 4t ai:2 4w:2 7g 8y al 6cd 52:2 am 7h ex " +
      "57 9e:2 ag ak 5c:3 76 5g 7a 5i:a 7k 8z 5u:3 9c 5y 9m a8 61:4 7s ey 67:4 77 6c 7b " +
      "6e:a 7l 90 6q:3 9d 6u 9n a9 6x:4 7t ez 73",
  },
  {
    module: "iso8859_2",
    name: "iso8859-2",
    upper:
      "3k:x 78 k8 8x 4k 8t 9m 4n:2 9s 9q 9w ah 4t al aj 4w 79 kb 8y 50 8u 9n jr 54 9t 9r " +
      "9x ai kd am ak 9g 5d:2 76 5g 8p 7a 5j 7g 5l 7s 5n 7u 5p:2 7i 7k 8z 93 5v:2 9c 5y:2 " +
      "9k a6 62 a8 64:2 9u 67 9h 69:2 77 6c 8q 7b 6f 7h 6h 7t 6j 7v 6l:2 7j 7l 90 94 6r:2 " +
      "9d 6u:2 9l a7 6y a9 70:2 9v k9",
  },
  {
    module: "iso8859_3",
    name: "iso8859-3",
    upper:
      "3k:x 86 k8 4j:2 1eke 84 4n:2 8g 9q 7y 8k 4t 1eke aj 4w 87 4y:4 85 53:2 8h 9r 7z 8l " +
      "59 1eke ak 5c:3 1eke 5g 7e 7c 5j:9 1eke 5t:4 80 5y:2 7w 61:4 a4 9o 67:4 1eke 6c 7f " +
      "7d 6f:9 1eke 6p:4 81 6u:2 7x 6x:4 a5 9p k9",
  },
  {
    module: "iso8859_4",
    name: "iso8859-4",
    upper:
      "3k:x 78 8o 9i 4k 88 8r 4n:2 9s 7m 82 9y 4t al 4v:2 79 kb 9j 50 89 8s jr 54 9t 7n 83 " +
      "9z 96 am 97 74 5d:6 8e 7g 5l 7s 5n 7q 5p:2 8a 7k 91 98 8m 5w:5 aa 62:3 a0 a2 67 75 " +
      "69:6 8f 7h 6h 7t 6j 7r 6l:2 8b 7l 92 99 8n 6s:5 ab 6y:3 a1 a3 k9",
  },
  {
    module: "iso8859_5",
    name: "iso8859-5",
    upper: "3k:x sh:c 4t su:1u 6ja up:c 4n v2:2",
  },
  {
    module: "iso8859_6",
    name: "iso8859-6",
    upper:
      "3k:x 1eke 1eke 1eke 4k 1eke 1eke 1eke 1eke 1eke 1eke 1eke 170 4t 1eke 1eke 1eke " +
      "1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 17f 1eke 1eke 1eke 17j 1eke 17l:q " +
      "1eke 1eke 1eke 1eke 1eke 18g:j 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke " +
      "1eke 1eke 1eke",
  },
  {
    module: "iso8859_7",
    name: "iso8859-7",
    upper:
      "3k:x 6c8:2 4j 6gc 6gf 4m:4 oq 4r:3 1eke 6c5 4w:4 p0:3 53 p4:3 57 p8 59 pa:k 1eke " +
      "pv:18 1eke",
  },
  {
    module: "iso8859_8",
    name: "iso8859-8",
    upper:
      "3k:x 1eke 4i:8 5z 4r:f 6v 57:4 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke " +
      "1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke 1eke " +
      "1eke 1eke 1eke 1eke 1eke 1eke 6c7 15c:r 1eke 1eke 6by:2 1eke",
  },
  {
    module: "iso8859_9",
    name: "iso8859-9",
    upper: "3k:28 7y 5t:c 8g 9q 67:h 7z 6p:c 8h 9r 73",
  },
  {
    module: "koi8_r",
    name: "koi8-r",
    upper:
      "7b4 7b6 7bg 7bk 7bo 7bs 7bw 7c4 7cc 7ck 7cs 7eo 7es 7ew 7f0 7f4:4 6xs 7fk 6qh:2 6rs " +
      "6sk:2 4g 6xt 4w 4y 53 6v 7dc:3 up 7df:f sh 7du:b 4p um ts:2 ue tw:2 uc tv ud u0:8 " +
      "un u8:4 ty tu uk uj tz ug ul uh uf ui tq sw:2 ti t0:2 tg sz th t4:8 tr tc:4 t2 sy " +
      "to tn t3 tk tp tl tj tm",
  },
  {
    module: "koi8_t",
    name: "koi8-t",
    upper:
      "wr wj 6ca wi 6ce 6cm 6cg:2 1eke 6cw xf 6d5 xe xj xi 1eke wq 6c8:2 6cc:2 6ci 6c3:2 " +
      "1eke 6jm 1eke 6d6 1eke 1eke 1eke 1eke 1eke z3 z2 up 4k yr 4m:2 1eke 1eke 1eke 4r:4 " +
      "1eke 4w:3 sh 1eke yq 52:2 1eke 6ja 1eke 57 1eke 1eke 1eke 4p um ts:2 ue tw:2 uc tv " +
      "ud u0:8 un u8:4 ty tu uk uj tz ug ul uh uf ui tq sw:2 ti t0:2 tg sz th t4:8 tr tc:4 " +
      "t2 sy to tn t3 tk tp tl tj tm",
  },
  {
    module: "koi8_u",
    name: "koi8-u",
    upper:
      "7b4 7b6 7bg 7bk 7bo 7bs 7bw 7c4 7cc 7ck 7cs 7eo 7es 7ew 7f0 7f4:4 6xs 7fk 6qh:2 6rs " +
      "6sk:2 4g 6xt 4w 4y 53 6v 7dc:3 up us 7dg uu:2 7dj:5 wh 7dp:5 sh sk 7dv sm:2 7dy:5 " +
      "wg 7e4 4p um ts:2 ue tw:2 uc tv ud u0:8 un u8:4 ty tu uk uj tz ug ul uh uf ui tq " +
      "sw:2 ti t0:2 tg sz th t4:8 tr tc:4 t2 sy to tn t3 tk tp tl tj tm",
  },
  {
    module: "kz1048",
    name: "kz1048",
    upper:
      "si:2 6ca ur 6ce 6cm 6cg:2 6gc 6cw sp 6d5 sq wq xm sv uq 6c8:2 6cc:2 6ci 6c3:2 1eke " +
      "6jm ux 6d6 uy wr xn v3 4g xc:2 yg 4k yw 4m:2 sh 4p wi 4r:4 xa 4w:2 sm uu yx 51:3 up " +
      "6ja wj 57 yh wy:2 xb sw:1s",
  },
  {
    module: "mac_cyrillic",
    name: "mac-cyrillic",
    upper:
      "sw:w 6cg 4w wg 4j 4n 6ci 52 sm 4u 4p 6jm si uq 6sg sj ur 6qm 4x 6sk:2 uu 51 wh so " +
      "sk us sn uv sp ux sq uy uw sl 4s 6qi b6 6rs 6py 4r 57 6cm 4g sr uz ss v0 ut 6c3:2 " +
      "6cc:2 6c8:2 6v 6ce su v2 sv v3 6ja sh up un ts:v 6gc",
  },
  {
    module: "mac_greek",
    name: "mac-greek",
    upper:
      "5g 55 4y 5l 4z 5y 64 p1 68 6a 6c p0 4o 6f 6h 6g 6i:2 4j 6jm 6m:2 6ci 59 6cw 6s 6u " +
      "4m 6gc 6x 6z:2 6cg pf:2 pk pn pq ps 67 4u 4p pv q2 4n 6sg 4w 53 pd 4x 6sk:2 4l pe " +
      "ph:3 pl:2 po py q3 q0:2 q4 pp 4s pr pt 6rs pw 4r 57 6cm 4g px pz p2 p4 9f 6c3 6c5 " +
      "6cc:2 6c8:2 6v p5:2 p8 pa q5:3 r0 pb r1 q9:2 qw qc:2 qu qb qf qh qm qi:4 qn:2 r2 qp " +
      "qr:2 qg qx qq qv qt qe qy:2 pc q8 4t",
  },
  {
    module: "mac_iceland",
    name: "mac-iceland",
    upper:
      "5g:2 5j 5l 5t 5y 64 69 68 6a 6c 6b 6d 6f 6h 6g 6i:2 6l 6k 6m:2 6p 6r 6q 6s 6u 6t 6y " +
      "6x 6z:2 65 4w 4i:2 4n 6ci 52 67 4u 4p 6jm 50 4o 6sg 5i 60 6qm 4x 6sk:2 4l 51 6pu " +
      "6q9 6q7 qo 6qz 4q 56 q1 6e 6w 5b 4h 4s 6qi b6 6rs 6py 4r 57 6cm 4g 5c 5f 5x 9e:2 " +
      "6c3:2 6cc:2 6c8:2 6v 7gq 73 ag 6dg 6gc 5s 6o 66 72 71 53 6ca 6ce 6cw 5e 5m 5d 5n 5k " +
      "5p:3 5o 5v:2 1d6n 5u 62:2 61 8h jq kc 4v k8:3 54 kd kb jr",
  },
  {
    module: "mac_latin2",
    name: "mac-latin2",
    upper:
      "5g 74:2 5l 78 5y 64 69 79 7g 6c 7h 7a:2 6h ah:2 7i 6l 7j 7m:2 7q 6r 7r 6s 6u 6t 6y " +
      "7u:2 70 6cg 4w 7s 4j 4n 6ci 52 67 4u 4p 6jm 7t 4o 6sg 83 8e:2 8a 6sk:2 8b 8m 6pu " +
      "6q9 8y 8r:4 8p:2 91:2 8z 4s 6qi 90 93 6py 4r 57 6cm 4g 94 9c 5x 9d 98 6c3:2 6cc:2 " +
      "6c8:2 6v 7gq 99 9g:2 9k 6d5:2 9l 9i:2 9s 6ca 6ce 9t 9m:2 5d 9w:2 5p al:2 a2 5v:2 a3 " +
      "a6 62 a7:5 65 71 8n aj 8x ak 82 jr",
  },
  {
    module: "mac_roman",
    name: "mac-roman",
    upper:
      "5g:2 5j 5l 5t 5y 64 69 68 6a 6c 6b 6d 6f 6h 6g 6i:2 6l 6k 6m:2 6p 6r 6q 6s 6u 6t 6y " +
      "6x 6z:2 6cg 4w 4i:2 4n 6ci 52 67 4u 4p 6jm 50 4o 6sg 5i 60 6qm 4x 6sk:2 4l 51 6pu " +
      "6q9 6q7 qo 6qz 4q 56 q1 6e 6w 5b 4h 4s 6qi b6 6rs 6py 4r 57 6cm 4g 5c 5f 5x 9e:2 " +
      "6c3:2 6cc:2 6c8:2 6v 7gq 73 ag 6dg 6gc 6d5:2 1dkx:2 6ch 53 6ca 6ce 6cw 5e 5m 5d 5n " +
      "5k 5p:3 5o 5v:2 1d6n 5u 62:2 61 8h jq kc 4v k8:3 54 kd kb jr",
  },
  {
    module: "mac_turkish",
    name: "mac-turkish",
    upper:
      "5g:2 5j 5l 5t 5y 64 69 68 6a 6c 6b 6d 6f 6h 6g 6i:2 6l 6k 6m:2 6p 6r 6q 6s 6u 6t 6y " +
      "6x 6z:2 6cg 4w 4i:2 4n 6ci 52 67 4u 4p 6jm 50 4o 6sg 5i 60 6qm 4x 6sk:2 4l 51 6pu " +
      "6q9 6q7 qo 6qz 4q 56 q1 6e 6w 5b 4h 4s 6qi b6 6rs 6py 4r 57 6cm 4g 5c 5f 5x 9e:2 " +
      "6c3:2 6cc:2 6c8:2 6v 7gq 73 ag 7y:2 8g:2 9q:2 6ch 53 6ca 6ce 6cw 5e 5m 5d 5n 5k " +
      "5p:3 5o 5v:2 1d6n 5u 62:2 61 1d40 jq kc 4v k8:3 54 kd kb jr",
  },
  {
    module: "palmos",
    name: "palmos",
    upper:
      "6gc 3l 6ca b6 6ce 6cm 6cg:2 jq 6cw 9s 6d5 9e 7l2 7kz 7l1 7kw 6c8:2 6cc:2 6ci 6c3:2 " +
      "kc 6jm 9t 4b 9f 4d:2 ag 4g:2o",
  },
  {
    module: "ptcp154",
    name: "ptcp154",
    upper:
      "wm wi z2 wj 6ce 6cm xi xa xe xb ww yq wy wq xm xk wn 6c8:2 6cc:2 6ci 6c3:2 xf xj wx " +
      "yr wz wr xn xl 4g su v2 so yw wo xc 4n sh 4p yg 4r:2 z3 4u ws 4w xd sm uu wp yx " +
      "52:2 up 6ja yh 57 uw x6:2 wt sw:1s",
  },
  {
    module: "tis_620",
    name: "tis-620",
    upper: "3k:w 1eke 2rl:1m 1eke 1eke 1eke 1eke 2tb:t 1eke 1eke 1eke 1eke",
  },
];

/** Other names of encodings, normalized, to the names of their modules. */
export const ENCODING_ALIASES: Readonly<Record<string, string>> = {
  "1125": "cp1125",
  "1250": "cp1250",
  "1251": "cp1251",
  "1252": "cp1252",
  "1253": "cp1253",
  "1254": "cp1254",
  "1255": "cp1255",
  "1256": "cp1256",
  "1257": "cp1257",
  "1258": "cp1258",
  "437": "cp437",
  "646": "ascii",
  "775": "cp775",
  "850": "cp850",
  "852": "cp852",
  "855": "cp855",
  "857": "cp857",
  "858": "cp858",
  "860": "cp860",
  "861": "cp861",
  "862": "cp862",
  "863": "cp863",
  "865": "cp865",
  "866": "cp866",
  "869": "cp869",
  "8859": "latin_1",
  "ansi_x3.4_1968": "ascii",
  "ansi_x3.4_1986": "ascii",
  ansi_x3_4_1968: "ascii",
  arabic: "iso8859_6",
  asmo_708: "iso8859_6",
  base64: "base64_codec",
  base_64: "base64_codec",
  cp1051: "hp_roman8",
  cp154: "ptcp154",
  cp367: "ascii",
  cp65001: "utf_8",
  cp819: "latin_1",
  cp866u: "cp1125",
  cp_gr: "cp869",
  cp_is: "cp861",
  csHPRoman8: "hp_roman8",
  csascii: "ascii",
  csibm855: "cp855",
  csibm857: "cp857",
  csibm858: "cp858",
  csibm860: "cp860",
  csibm861: "cp861",
  csibm863: "cp863",
  csibm865: "cp865",
  csibm866: "cp866",
  csibm869: "cp869",
  csisolatin1: "latin_1",
  csisolatin2: "iso8859_2",
  csisolatin3: "iso8859_3",
  csisolatin4: "iso8859_4",
  csisolatin5: "iso8859_9",
  csisolatin6: "iso8859_10",
  csisolatinarabic: "iso8859_6",
  csisolatincyrillic: "iso8859_5",
  csisolatingreek: "iso8859_7",
  csisolatinhebrew: "iso8859_8",
  cskoi8r: "koi8_r",
  cspc775baltic: "cp775",
  cspc850multilingual: "cp850",
  cspc862latinhebrew: "cp862",
  cspc8codepage437: "cp437",
  cspcp852: "cp852",
  csptcp154: "ptcp154",
  cyrillic: "iso8859_5",
  cyrillic_asian: "ptcp154",
  ecma_114: "iso8859_6",
  ecma_118: "iso8859_7",
  elot_928: "iso8859_7",
  greek: "iso8859_7",
  greek8: "iso8859_7",
  hebrew: "iso8859_8",
  hex: "hex_codec",
  ibm1051: "hp_roman8",
  ibm1125: "cp1125",
  ibm367: "ascii",
  ibm437: "cp437",
  ibm775: "cp775",
  ibm819: "latin_1",
  ibm850: "cp850",
  ibm852: "cp852",
  ibm855: "cp855",
  ibm857: "cp857",
  ibm858: "cp858",
  ibm860: "cp860",
  ibm861: "cp861",
  ibm862: "cp862",
  ibm863: "cp863",
  ibm865: "cp865",
  ibm866: "cp866",
  ibm869: "cp869",
  iso646_us: "ascii",
  iso8859: "latin_1",
  iso8859_1: "latin_1",
  "iso_646.irv_1991": "ascii",
  iso_8859_1: "latin_1",
  iso_8859_10: "iso8859_10",
  iso_8859_10_1992: "iso8859_10",
  iso_8859_11: "iso8859_11",
  iso_8859_11_2001: "iso8859_11",
  iso_8859_13: "iso8859_13",
  iso_8859_14: "iso8859_14",
  iso_8859_14_1998: "iso8859_14",
  iso_8859_15: "iso8859_15",
  iso_8859_16: "iso8859_16",
  iso_8859_16_2001: "iso8859_16",
  iso_8859_1_1987: "latin_1",
  iso_8859_2: "iso8859_2",
  iso_8859_2_1987: "iso8859_2",
  iso_8859_3: "iso8859_3",
  iso_8859_3_1988: "iso8859_3",
  iso_8859_4: "iso8859_4",
  iso_8859_4_1988: "iso8859_4",
  iso_8859_5: "iso8859_5",
  iso_8859_5_1988: "iso8859_5",
  iso_8859_6: "iso8859_6",
  iso_8859_6_1987: "iso8859_6",
  iso_8859_7: "iso8859_7",
  iso_8859_7_1987: "iso8859_7",
  iso_8859_8: "iso8859_8",
  iso_8859_8_1988: "iso8859_8",
  iso_8859_9: "iso8859_9",
  iso_8859_9_1989: "iso8859_9",
  iso_celtic: "iso8859_14",
  iso_ir_100: "latin_1",
  iso_ir_101: "iso8859_2",
  iso_ir_109: "iso8859_3",
  iso_ir_110: "iso8859_4",
  iso_ir_126: "iso8859_7",
  iso_ir_127: "iso8859_6",
  iso_ir_138: "iso8859_8",
  iso_ir_144: "iso8859_5",
  iso_ir_148: "iso8859_9",
  iso_ir_157: "iso8859_10",
  iso_ir_166: "tis_620",
  iso_ir_199: "iso8859_14",
  iso_ir_226: "iso8859_16",
  iso_ir_6: "ascii",
  kz_1048: "kz1048",
  l1: "latin_1",
  l10: "iso8859_16",
  l2: "iso8859_2",
  l3: "iso8859_3",
  l4: "iso8859_4",
  l5: "iso8859_9",
  l6: "iso8859_10",
  l7: "iso8859_13",
  l8: "iso8859_14",
  l9: "iso8859_15",
  latin: "latin_1",
  latin1: "latin_1",
  latin10: "iso8859_16",
  latin2: "iso8859_2",
  latin3: "iso8859_3",
  latin4: "iso8859_4",
  latin5: "iso8859_9",
  latin6: "iso8859_10",
  latin7: "iso8859_13",
  latin8: "iso8859_14",
  latin9: "iso8859_15",
  mac_centeuro: "mac_latin2",
  maccentraleurope: "mac_latin2",
  maccyrillic: "mac_cyrillic",
  macgreek: "mac_greek",
  maciceland: "mac_iceland",
  macintosh: "mac_roman",
  maclatin2: "mac_latin2",
  macroman: "mac_roman",
  macturkish: "mac_turkish",
  pt154: "ptcp154",
  r8: "hp_roman8",
  rk1048: "kz1048",
  roman8: "hp_roman8",
  rot13: "rot_13",
  ruscii: "cp1125",
  strk1048_2002: "kz1048",
  thai: "iso8859_11",
  tis620: "tis_620",
  tis_620_0: "tis_620",
  tis_620_2529_0: "tis_620",
  tis_620_2529_1: "tis_620",
  u16: "utf_16",
  u32: "utf_32",
  u8: "utf_8",
  unicodebigunmarked: "utf_16_be",
  unicodelittleunmarked: "utf_16_le",
  us: "ascii",
  us_ascii: "ascii",
  utf: "utf_8",
  utf16: "utf_16",
  utf32: "utf_32",
  utf8: "utf_8",
  utf8_ucs2: "utf_8",
  utf8_ucs4: "utf_8",
  utf_16be: "utf_16_be",
  utf_16le: "utf_16_le",
  utf_32be: "utf_32_be",
  utf_32le: "utf_32_le",
  windows_1250: "cp1250",
  windows_1251: "cp1251",
  windows_1252: "cp1252",
  windows_1253: "cp1253",
  windows_1254: "cp1254",
  windows_1255: "cp1255",
  windows_1256: "cp1256",
  windows_1257: "cp1257",
  windows_1258: "cp1258",
};
