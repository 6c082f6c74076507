//! Texts of the help screens.

/// The first screen of `-h`.
pub(crate) const SHORT: &str = "\
Examples:
  knoxlog is:denied alerts.ndjson
  knoxlog filter --op Network --ns accuknox-agents logs.ndjson
  knoxlog ns!=kube-system proc=curl,wget --since 2h logs.ndjson.gz
  knoxlog op=network ip=public port!=53,443 logs.ndjson -c time,pod,exe,ip,port
  knoxlog top exe,ip op=network logs.ndjson
  kubectl logs -n kubearmor deploy/kubearmor-relay | knoxlog path=/etc/

Filter:
  ns=default  ns!=a,b        equal, none of     has:policy  no:uid    exists
  exe=bash  path=/etc/       name, directory    ip=10.0.0.0/8,public  network
  cmd:curl  cmd~'a|b'        contains, regex    port=1024..           range
  flags=creat  labels.a=b    symbol, label      is:denied  any:TEXT   macro, any
  '(a=1 or b=2) and not c=3' in one argument    .Key.sub=x            raw key

Options, of which filter --help shows all:
  -n NS      namespace              -o FMT   line, table, block, json, csv, md
  --op OP    operation              -c LIST  columns: time,pod,exe or +ip,-ns
  -x EXPR    leave out              -m N     the first N matches
  --since T  from T on              --tail N the last N matches
  --until T  before T               -q       no output, the exit code tells
More: knoxlog filter --help, knoxlog fields FILE, man knoxlog";

/// The same, with what the language does.
pub(crate) const LONG: &str = "\
Terms given as separate words must all hold. A word is a term if it begins like a condition: a
field and one of = != : ~ < >, or has: no: is: any: raw:, or a parenthesis. Anything else is a file;
without a file, standard input is read.

  ns=default                       equal; letter case is ignored for names and enums
  ns!=kube-system,accuknox-agents  none of these; also true where there is no namespace
  op=file,network                  any of these
  proc=bash                        no slash: the base name, /bin/bash and /usr/bin/bash
  path=/etc/                       ends in a slash: this directory and everything below
  cmd:curl                         contains, letter case ignored
  cmd~'(curl|wget).*sh'            a regular expression matches, unanchored
  ip=10.0.0.0/8  ip=public         CIDR; private public loopback linklocal multicast metadata v4 v6
  ip=@iocs.txt                     values of a file, one a line
  port=1024..  severity=5..        ranges; both ends belong to it
  time=2026-03-14T09:00..09:30     times; the end does not belong to it
  flags=O_CREAT  syscall=openat    symbol sets; the prefix may be left out
  labels.app=vault  data.fd=3      one label, one pair of Data (res.K, event.K alike)
  .ExecEvent.ExecID=12             a JSON key, exactly
  has:policy  no:uid  is:denied    present, absent, a macro (knoxlog macros)
  any:169.254.169.254  raw:TEXT    in any value, in the line
  '(op=file and path=/etc/ or cmd:passwd) and not ns=kube-system'

Where fields are listed (-c, --by, top), path/2 is a path to that depth: /var/log/ stands for all below it.

A row marked GAP (line, table, wide) is no match: it tells that alerts were dropped there. On a
terminal it stands among the others, else on standard error: output is matches alone.

Fields: knoxlog explain --fields. How a filter is read: knoxlog explain FILTER.";

/// What follows the options.
pub(crate) const EXIT: &str = "\
Exit codes:
  0    at least one record matched
  1    a trustworthy no: at least one record was read that lies in the window of time, none
       matched, and nothing that could have matched went unread
  2    neither can be said, and one line says why: wrong usage or filter, an input that could not be
       read whole, output that could not be written; no match, and no record at all or none in the
       window (1 with --allow-empty), or lines that are malformed, too long, or hold telemetry in a
       form that is not read; --strict: any such line, or a throttle gap or a silent node over what
       was asked
  130  interrupted; what was complete has been printed

In scripts, where `set -e` would end at a no too:
  if knoxlog -q is:denied FILE; then …             something was denied
  knoxlog -q is:denied FILE || [ $? -eq 1 ]        goes on after a no, ends where nothing can be said
  n=$(knoxlog count is:denied FILE) || [ $? -eq 1 ]  a count of 0 is a no";
