# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_knoxlog_global_optspecs
    string join \n h/help V/version
end

function __fish_knoxlog_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_knoxlog_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_knoxlog_using_subcommand
    set -l cmd (__fish_knoxlog_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c knoxlog -n "__fish_knoxlog_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -s V -l version -d 'Print version'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "filter" -d 'Print the records that match (the default: `knoxlog ns=default logs.ndjson`)'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "count" -d 'Count the records that match; with --by, by the values of fields'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "top" -d 'Show the most frequent values of fields, or combinations of them: how many, which share, when'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "rare" -d 'Show the least frequent values of fields, or combinations of them'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "hist" -d 'Show when: the matches over time, empty stretches and gaps of the log among them'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "report" -d 'Write one file for hand-over: the question, its inputs, and all answers to it'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "fields" -d 'Show what is in the data: fields, how often they are there, values'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "tree" -d 'Show who started whom: process trees by node and container'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "stats" -d 'Show what there is in the data, and where it is blind: gaps, silences, lines skipped'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "tui" -d 'Explore records on an interactive screen with a timeline'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "new" -d 'Show what was never seen in a baseline: combinations of fields, or behaviours'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "explain" -d 'Show how a filter is read; exit 2 if it is invalid'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "macros" -d 'List the macros that is: names'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "complete-term" -d 'Print what a word that is a condition can go on as, one a line: for completion scripts'
complete -c knoxlog -n "__fish_knoxlog_needs_command" -f -a "man" -d 'Print a page of the manual: `knoxlog man | man -l -`'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s e -l expr -d 'A condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s x -l exclude -d 'Leave out what meets this condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s n -l namespace -l ns -d 'ns=NS: the namespace' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s l -l selector -d 'Labels, all of which must hold: app=vault,tier!=db,env,!canary' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l pod -d 'pod=POD; a pattern may have * and ?' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l container -d 'container=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l host -l node -d 'host=NODE' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l op -l operation -d 'op=OP: Process, File, Network, Syscall, Capabilities …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l syscall -d 'syscall=NAME, with or without SYS_' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l proc -l exe -d 'exe=NAME: the executable\'s base name, or a path' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l result -d 'result=TEXT: Passed, \'Permission denied\' …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l policy -d 'policy=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l type -d 'type=TYPE, such as `MatchedPolicy`' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l source -d 'source=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l resource -d 'resource=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l ioc -d 'Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l since -d 'From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l until -d 'Before this moment, which is left out itself' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l tz -d 'Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l around -d 'A window about this moment, as wide as --within says on either side' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l within -d 'How far --around reaches: 5s, 2m30s' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l now -d 'The moment that `now` names; to repeat an answer that asked for relative times' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s m -l max-count -l limit -l first -d 'Stop after this many matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l tail -l last -d 'Only the last matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s A -l after-context -d 'Show this many records after each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s B -l before-context -d 'Show this many records before each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s C -l context -d 'Show this many records on either side of each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l context-by -d 'Of the neighbours, only those that have this field in common with the match: container' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s s -l sort -d 'Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l dedupe -d 'Leave out records equal to one before but for the time, within DUR' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l collapse -d 'Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s o -l output -d 'Output format' -r -f -a "line\t'one readable line per event'
table\t'aligned columns; on a terminal cut to its width'
wide\t'the table with host, container, pid, uid, peer and policy'
block\t'one member a line, and beneath it the fields read out of it'
json\t'the record\'s own bytes, one record a line'
raw\t'the line as it arrived, with what was wrapped round it'
csv\t'comma separated values with a header, RFC 4180'
tsv\t'tab separated values with a header; no quotes'
logfmt\t'key=value pairs; what has no value is left out'
yaml\t'a YAML document a record; with -c, of those fields'
md\t'a Markdown table for a ticket; values are code, so nothing is rendered'
fmt\t'fmt=TEMPLATE: text with fields in braces: \'fmt={time} {pod} {cmd}\''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s c -l columns -d 'Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l color -l colour -d 'Colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` says no'
always\t'Always'
never\t'Never'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l width -d 'Columns of the terminal' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l progress -d 'The bar on standard error, for what takes over a second' -r -f -a "auto\t''
never\t''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l envelope -d 'What is wrapped round each record' -r -f -a "auto\t'whatever each line wears'
cri\t'container log of a node: TIME stdout|stderr F|P {...}'
syslog\t'syslog and journalctl: <PRI>TIME HOST TAG: {...}, RFC 3164 and RFC 5424'
kubectl\t'kubectl logs --prefix and --timestamps: [pod/NAME/CONTAINER] TIME {...}'
bare\t'one JSON object a line: kubectl logs, karmor logs --json, a log file'
karmor\t'text of karmor logs: == Alert / TIME ==, then Key: value lines'
stern\t'stern: POD CONTAINER [TIME] {...}'
docker\t'docker json-file: {"log":"...","stream":...,"time":...}'
splunk\t'Splunk: HEC {"time":...,"event":{...}}, export {"result":{"_raw":...}}'
elastic\t'Elasticsearch, OpenSearch: a hit or a search response (_source)'
otlp\t'OpenTelemetry JSON: {"resourceLogs":[...]}, one or more records a line'
loki\t'logcli -o jsonl: {"labels":...,"line":"..."}; OTLP lines {"body":{...}}'
saas\t'AccuKnox API, knoxctl: {"response":[{...}]}'
sidekick\t'KubeArmor sidekick: {"EventType":...,"Detail":{...}}'
message\t'{"message":...}: stern -o json, CloudWatch exports and {"events":[...]}'
journald\t'journalctl -o json: {"MESSAGE":"..."}'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l max-line -d 'Longest line: 64M' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s j -l threads -d 'Threads' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l block-size -d 'Bytes to read at once: 256K' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l memory -d 'Memory that groups and processes may take: 256M, 1G for a tree' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l most-groups -d 'Groups to measure in one reading' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l config -d 'Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s v -l invert -d 'Take the records that do not match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l no-infer -d 'Do not take a missing uid or ppid for 0'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s L -l local -d '--tz local'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l utc -d '--tz UTC'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l no-merge -d 'Show several files one after the other, not merged by time; the same as --sort none'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l keep-unparsed -d 'Print lines that are no records too; with -o line or raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s q -l quiet -d 'Print nothing; the exit code tells. Stops at the first match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l count -d 'Print only the number of matches'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l json -d '-o json'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s r -l raw -d '-o raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l no-header -d 'Leave the row of headings out'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l ascii -d 'Show ASCII alone; any other character is spelt \\u{…}. For line, table, wide, block and tables of counts'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l no-csv-guard -l csv-raw -d 'Leave CSV cells that begin as a formula as they are'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l virtual -d 'With -o json: add the fields that are read out of others, under the key `knox`'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l redact -d 'Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l no-messages -d 'Keep warnings, notes and the account at the end to itself'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s R -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l strict -d 'Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l allow-empty -d 'Take it for a no if there is no record, or none in the window of time: exit code 1, not 2'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l mmap -d 'Map files whatever their age'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l no-mmap -d 'Read files instead of mapping them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l no-skim -d 'Read every record, even one that cannot match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -l no-config -d 'Read no such file'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand filter" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l by -d 'Count by the values of these fields' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s e -l expr -d 'A condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s x -l exclude -d 'Leave out what meets this condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s n -l namespace -l ns -d 'ns=NS: the namespace' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s l -l selector -d 'Labels, all of which must hold: app=vault,tier!=db,env,!canary' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l pod -d 'pod=POD; a pattern may have * and ?' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l container -d 'container=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l host -l node -d 'host=NODE' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l op -l operation -d 'op=OP: Process, File, Network, Syscall, Capabilities …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l syscall -d 'syscall=NAME, with or without SYS_' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l proc -l exe -d 'exe=NAME: the executable\'s base name, or a path' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l result -d 'result=TEXT: Passed, \'Permission denied\' …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l policy -d 'policy=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l type -d 'type=TYPE, such as `MatchedPolicy`' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l source -d 'source=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l resource -d 'resource=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l ioc -d 'Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l since -d 'From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l until -d 'Before this moment, which is left out itself' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l tz -d 'Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l around -d 'A window about this moment, as wide as --within says on either side' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l within -d 'How far --around reaches: 5s, 2m30s' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l now -d 'The moment that `now` names; to repeat an answer that asked for relative times' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s m -l max-count -l limit -l first -d 'Stop after this many matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l tail -l last -d 'Only the last matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s A -l after-context -d 'Show this many records after each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s B -l before-context -d 'Show this many records before each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s C -l context -d 'Show this many records on either side of each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l context-by -d 'Of the neighbours, only those that have this field in common with the match: container' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s s -l sort -d 'Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l dedupe -d 'Leave out records equal to one before but for the time, within DUR' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l collapse -d 'Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s o -l output -d 'Output format' -r -f -a "line\t'one readable line per event'
table\t'aligned columns; on a terminal cut to its width'
wide\t'the table with host, container, pid, uid, peer and policy'
block\t'one member a line, and beneath it the fields read out of it'
json\t'the record\'s own bytes, one record a line'
raw\t'the line as it arrived, with what was wrapped round it'
csv\t'comma separated values with a header, RFC 4180'
tsv\t'tab separated values with a header; no quotes'
logfmt\t'key=value pairs; what has no value is left out'
yaml\t'a YAML document a record; with -c, of those fields'
md\t'a Markdown table for a ticket; values are code, so nothing is rendered'
fmt\t'fmt=TEMPLATE: text with fields in braces: \'fmt={time} {pod} {cmd}\''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s c -l columns -d 'Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l color -l colour -d 'Colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` says no'
always\t'Always'
never\t'Never'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l width -d 'Columns of the terminal' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l progress -d 'The bar on standard error, for what takes over a second' -r -f -a "auto\t''
never\t''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l envelope -d 'What is wrapped round each record' -r -f -a "auto\t'whatever each line wears'
cri\t'container log of a node: TIME stdout|stderr F|P {...}'
syslog\t'syslog and journalctl: <PRI>TIME HOST TAG: {...}, RFC 3164 and RFC 5424'
kubectl\t'kubectl logs --prefix and --timestamps: [pod/NAME/CONTAINER] TIME {...}'
bare\t'one JSON object a line: kubectl logs, karmor logs --json, a log file'
karmor\t'text of karmor logs: == Alert / TIME ==, then Key: value lines'
stern\t'stern: POD CONTAINER [TIME] {...}'
docker\t'docker json-file: {"log":"...","stream":...,"time":...}'
splunk\t'Splunk: HEC {"time":...,"event":{...}}, export {"result":{"_raw":...}}'
elastic\t'Elasticsearch, OpenSearch: a hit or a search response (_source)'
otlp\t'OpenTelemetry JSON: {"resourceLogs":[...]}, one or more records a line'
loki\t'logcli -o jsonl: {"labels":...,"line":"..."}; OTLP lines {"body":{...}}'
saas\t'AccuKnox API, knoxctl: {"response":[{...}]}'
sidekick\t'KubeArmor sidekick: {"EventType":...,"Detail":{...}}'
message\t'{"message":...}: stern -o json, CloudWatch exports and {"events":[...]}'
journald\t'journalctl -o json: {"MESSAGE":"..."}'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l max-line -d 'Longest line: 64M' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s j -l threads -d 'Threads' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l block-size -d 'Bytes to read at once: 256K' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l memory -d 'Memory that groups and processes may take: 256M, 1G for a tree' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l most-groups -d 'Groups to measure in one reading' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l config -d 'Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s v -l invert -d 'Take the records that do not match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l no-infer -d 'Do not take a missing uid or ppid for 0'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s L -l local -d '--tz local'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l utc -d '--tz UTC'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l no-merge -d 'Show several files one after the other, not merged by time; the same as --sort none'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l keep-unparsed -d 'Print lines that are no records too; with -o line or raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s q -l quiet -d 'Print nothing; the exit code tells. Stops at the first match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l count -d 'Print only the number of matches'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l json -d '-o json'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s r -l raw -d '-o raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l no-header -d 'Leave the row of headings out'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l ascii -d 'Show ASCII alone; any other character is spelt \\u{…}. For line, table, wide, block and tables of counts'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l no-csv-guard -l csv-raw -d 'Leave CSV cells that begin as a formula as they are'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l virtual -d 'With -o json: add the fields that are read out of others, under the key `knox`'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l redact -d 'Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l no-messages -d 'Keep warnings, notes and the account at the end to itself'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s R -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l strict -d 'Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l allow-empty -d 'Take it for a no if there is no record, or none in the window of time: exit code 1, not 2'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l mmap -d 'Map files whatever their age'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l no-mmap -d 'Read files instead of mapping them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l no-skim -d 'Read every record, even one that cannot match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -l no-config -d 'Read no such file'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand count" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s N -l groups -d 'How many to show: 20, or with --pct as many as that takes' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l pct -d 'The most frequent that have so many percent of the records together' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s e -l expr -d 'A condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s x -l exclude -d 'Leave out what meets this condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s n -l namespace -l ns -d 'ns=NS: the namespace' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s l -l selector -d 'Labels, all of which must hold: app=vault,tier!=db,env,!canary' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l pod -d 'pod=POD; a pattern may have * and ?' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l container -d 'container=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l host -l node -d 'host=NODE' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l op -l operation -d 'op=OP: Process, File, Network, Syscall, Capabilities …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l syscall -d 'syscall=NAME, with or without SYS_' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l proc -l exe -d 'exe=NAME: the executable\'s base name, or a path' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l result -d 'result=TEXT: Passed, \'Permission denied\' …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l policy -d 'policy=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l type -d 'type=TYPE, such as `MatchedPolicy`' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l source -d 'source=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l resource -d 'resource=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l ioc -d 'Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l since -d 'From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l until -d 'Before this moment, which is left out itself' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l tz -d 'Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l around -d 'A window about this moment, as wide as --within says on either side' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l within -d 'How far --around reaches: 5s, 2m30s' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l now -d 'The moment that `now` names; to repeat an answer that asked for relative times' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s m -l max-count -l limit -l first -d 'Stop after this many matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l tail -l last -d 'Only the last matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s A -l after-context -d 'Show this many records after each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s B -l before-context -d 'Show this many records before each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s C -l context -d 'Show this many records on either side of each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l context-by -d 'Of the neighbours, only those that have this field in common with the match: container' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s s -l sort -d 'Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l dedupe -d 'Leave out records equal to one before but for the time, within DUR' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l collapse -d 'Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s o -l output -d 'Output format' -r -f -a "line\t'one readable line per event'
table\t'aligned columns; on a terminal cut to its width'
wide\t'the table with host, container, pid, uid, peer and policy'
block\t'one member a line, and beneath it the fields read out of it'
json\t'the record\'s own bytes, one record a line'
raw\t'the line as it arrived, with what was wrapped round it'
csv\t'comma separated values with a header, RFC 4180'
tsv\t'tab separated values with a header; no quotes'
logfmt\t'key=value pairs; what has no value is left out'
yaml\t'a YAML document a record; with -c, of those fields'
md\t'a Markdown table for a ticket; values are code, so nothing is rendered'
fmt\t'fmt=TEMPLATE: text with fields in braces: \'fmt={time} {pod} {cmd}\''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s c -l columns -d 'Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l color -l colour -d 'Colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` says no'
always\t'Always'
never\t'Never'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l width -d 'Columns of the terminal' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l progress -d 'The bar on standard error, for what takes over a second' -r -f -a "auto\t''
never\t''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l envelope -d 'What is wrapped round each record' -r -f -a "auto\t'whatever each line wears'
cri\t'container log of a node: TIME stdout|stderr F|P {...}'
syslog\t'syslog and journalctl: <PRI>TIME HOST TAG: {...}, RFC 3164 and RFC 5424'
kubectl\t'kubectl logs --prefix and --timestamps: [pod/NAME/CONTAINER] TIME {...}'
bare\t'one JSON object a line: kubectl logs, karmor logs --json, a log file'
karmor\t'text of karmor logs: == Alert / TIME ==, then Key: value lines'
stern\t'stern: POD CONTAINER [TIME] {...}'
docker\t'docker json-file: {"log":"...","stream":...,"time":...}'
splunk\t'Splunk: HEC {"time":...,"event":{...}}, export {"result":{"_raw":...}}'
elastic\t'Elasticsearch, OpenSearch: a hit or a search response (_source)'
otlp\t'OpenTelemetry JSON: {"resourceLogs":[...]}, one or more records a line'
loki\t'logcli -o jsonl: {"labels":...,"line":"..."}; OTLP lines {"body":{...}}'
saas\t'AccuKnox API, knoxctl: {"response":[{...}]}'
sidekick\t'KubeArmor sidekick: {"EventType":...,"Detail":{...}}'
message\t'{"message":...}: stern -o json, CloudWatch exports and {"events":[...]}'
journald\t'journalctl -o json: {"MESSAGE":"..."}'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l max-line -d 'Longest line: 64M' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s j -l threads -d 'Threads' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l block-size -d 'Bytes to read at once: 256K' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l memory -d 'Memory that groups and processes may take: 256M, 1G for a tree' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l most-groups -d 'Groups to measure in one reading' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l config -d 'Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s v -l invert -d 'Take the records that do not match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l no-infer -d 'Do not take a missing uid or ppid for 0'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s L -l local -d '--tz local'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l utc -d '--tz UTC'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l no-merge -d 'Show several files one after the other, not merged by time; the same as --sort none'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l keep-unparsed -d 'Print lines that are no records too; with -o line or raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s q -l quiet -d 'Print nothing; the exit code tells. Stops at the first match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l count -d 'Print only the number of matches'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l json -d '-o json'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s r -l raw -d '-o raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l no-header -d 'Leave the row of headings out'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l ascii -d 'Show ASCII alone; any other character is spelt \\u{…}. For line, table, wide, block and tables of counts'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l no-csv-guard -l csv-raw -d 'Leave CSV cells that begin as a formula as they are'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l virtual -d 'With -o json: add the fields that are read out of others, under the key `knox`'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l redact -d 'Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l no-messages -d 'Keep warnings, notes and the account at the end to itself'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s R -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l strict -d 'Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l allow-empty -d 'Take it for a no if there is no record, or none in the window of time: exit code 1, not 2'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l mmap -d 'Map files whatever their age'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l no-mmap -d 'Read files instead of mapping them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l no-skim -d 'Read every record, even one that cannot match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -l no-config -d 'Read no such file'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand top" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l max -d 'Records that a group has at most' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s e -l expr -d 'A condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s x -l exclude -d 'Leave out what meets this condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s n -l namespace -l ns -d 'ns=NS: the namespace' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s l -l selector -d 'Labels, all of which must hold: app=vault,tier!=db,env,!canary' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l pod -d 'pod=POD; a pattern may have * and ?' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l container -d 'container=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l host -l node -d 'host=NODE' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l op -l operation -d 'op=OP: Process, File, Network, Syscall, Capabilities …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l syscall -d 'syscall=NAME, with or without SYS_' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l proc -l exe -d 'exe=NAME: the executable\'s base name, or a path' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l result -d 'result=TEXT: Passed, \'Permission denied\' …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l policy -d 'policy=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l type -d 'type=TYPE, such as `MatchedPolicy`' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l source -d 'source=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l resource -d 'resource=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l ioc -d 'Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l since -d 'From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l until -d 'Before this moment, which is left out itself' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l tz -d 'Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l around -d 'A window about this moment, as wide as --within says on either side' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l within -d 'How far --around reaches: 5s, 2m30s' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l now -d 'The moment that `now` names; to repeat an answer that asked for relative times' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s m -l max-count -l limit -l first -d 'Stop after this many matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l tail -l last -d 'Only the last matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s A -l after-context -d 'Show this many records after each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s B -l before-context -d 'Show this many records before each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s C -l context -d 'Show this many records on either side of each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l context-by -d 'Of the neighbours, only those that have this field in common with the match: container' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s s -l sort -d 'Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l dedupe -d 'Leave out records equal to one before but for the time, within DUR' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l collapse -d 'Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s o -l output -d 'Output format' -r -f -a "line\t'one readable line per event'
table\t'aligned columns; on a terminal cut to its width'
wide\t'the table with host, container, pid, uid, peer and policy'
block\t'one member a line, and beneath it the fields read out of it'
json\t'the record\'s own bytes, one record a line'
raw\t'the line as it arrived, with what was wrapped round it'
csv\t'comma separated values with a header, RFC 4180'
tsv\t'tab separated values with a header; no quotes'
logfmt\t'key=value pairs; what has no value is left out'
yaml\t'a YAML document a record; with -c, of those fields'
md\t'a Markdown table for a ticket; values are code, so nothing is rendered'
fmt\t'fmt=TEMPLATE: text with fields in braces: \'fmt={time} {pod} {cmd}\''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s c -l columns -d 'Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l color -l colour -d 'Colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` says no'
always\t'Always'
never\t'Never'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l width -d 'Columns of the terminal' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l progress -d 'The bar on standard error, for what takes over a second' -r -f -a "auto\t''
never\t''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l envelope -d 'What is wrapped round each record' -r -f -a "auto\t'whatever each line wears'
cri\t'container log of a node: TIME stdout|stderr F|P {...}'
syslog\t'syslog and journalctl: <PRI>TIME HOST TAG: {...}, RFC 3164 and RFC 5424'
kubectl\t'kubectl logs --prefix and --timestamps: [pod/NAME/CONTAINER] TIME {...}'
bare\t'one JSON object a line: kubectl logs, karmor logs --json, a log file'
karmor\t'text of karmor logs: == Alert / TIME ==, then Key: value lines'
stern\t'stern: POD CONTAINER [TIME] {...}'
docker\t'docker json-file: {"log":"...","stream":...,"time":...}'
splunk\t'Splunk: HEC {"time":...,"event":{...}}, export {"result":{"_raw":...}}'
elastic\t'Elasticsearch, OpenSearch: a hit or a search response (_source)'
otlp\t'OpenTelemetry JSON: {"resourceLogs":[...]}, one or more records a line'
loki\t'logcli -o jsonl: {"labels":...,"line":"..."}; OTLP lines {"body":{...}}'
saas\t'AccuKnox API, knoxctl: {"response":[{...}]}'
sidekick\t'KubeArmor sidekick: {"EventType":...,"Detail":{...}}'
message\t'{"message":...}: stern -o json, CloudWatch exports and {"events":[...]}'
journald\t'journalctl -o json: {"MESSAGE":"..."}'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l max-line -d 'Longest line: 64M' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s j -l threads -d 'Threads' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l block-size -d 'Bytes to read at once: 256K' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l memory -d 'Memory that groups and processes may take: 256M, 1G for a tree' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l most-groups -d 'Groups to measure in one reading' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l config -d 'Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s v -l invert -d 'Take the records that do not match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l no-infer -d 'Do not take a missing uid or ppid for 0'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s L -l local -d '--tz local'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l utc -d '--tz UTC'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l no-merge -d 'Show several files one after the other, not merged by time; the same as --sort none'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l keep-unparsed -d 'Print lines that are no records too; with -o line or raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s q -l quiet -d 'Print nothing; the exit code tells. Stops at the first match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l count -d 'Print only the number of matches'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l json -d '-o json'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s r -l raw -d '-o raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l no-header -d 'Leave the row of headings out'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l ascii -d 'Show ASCII alone; any other character is spelt \\u{…}. For line, table, wide, block and tables of counts'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l no-csv-guard -l csv-raw -d 'Leave CSV cells that begin as a formula as they are'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l virtual -d 'With -o json: add the fields that are read out of others, under the key `knox`'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l redact -d 'Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l no-messages -d 'Keep warnings, notes and the account at the end to itself'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s R -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l strict -d 'Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l allow-empty -d 'Take it for a no if there is no record, or none in the window of time: exit code 1, not 2'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l mmap -d 'Map files whatever their age'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l no-mmap -d 'Read files instead of mapping them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l no-skim -d 'Read every record, even one that cannot match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -l no-config -d 'Read no such file'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand rare" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l every -d 'Width of a bucket: 1ms … 1s, 30s, 1m, 1h, 1d, 7d, 1y; auto takes one that suits the span. Days are those of --tz' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l by -d 'Show which values of a field the matches have: the most frequent ones, and the others together' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s e -l expr -d 'A condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s x -l exclude -d 'Leave out what meets this condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s n -l namespace -l ns -d 'ns=NS: the namespace' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s l -l selector -d 'Labels, all of which must hold: app=vault,tier!=db,env,!canary' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l pod -d 'pod=POD; a pattern may have * and ?' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l container -d 'container=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l host -l node -d 'host=NODE' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l op -l operation -d 'op=OP: Process, File, Network, Syscall, Capabilities …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l syscall -d 'syscall=NAME, with or without SYS_' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l proc -l exe -d 'exe=NAME: the executable\'s base name, or a path' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l result -d 'result=TEXT: Passed, \'Permission denied\' …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l policy -d 'policy=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l type -d 'type=TYPE, such as `MatchedPolicy`' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l source -d 'source=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l resource -d 'resource=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l ioc -d 'Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l since -d 'From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l until -d 'Before this moment, which is left out itself' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l tz -d 'Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l around -d 'A window about this moment, as wide as --within says on either side' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l within -d 'How far --around reaches: 5s, 2m30s' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l now -d 'The moment that `now` names; to repeat an answer that asked for relative times' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s m -l max-count -l limit -l first -d 'Stop after this many matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l tail -l last -d 'Only the last matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s A -l after-context -d 'Show this many records after each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s B -l before-context -d 'Show this many records before each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s C -l context -d 'Show this many records on either side of each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l context-by -d 'Of the neighbours, only those that have this field in common with the match: container' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s s -l sort -d 'Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l dedupe -d 'Leave out records equal to one before but for the time, within DUR' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l collapse -d 'Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s c -l columns -d 'Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l color -l colour -d 'Colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` says no'
always\t'Always'
never\t'Never'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l width -d 'Columns of the terminal' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l progress -d 'The bar on standard error, for what takes over a second' -r -f -a "auto\t''
never\t''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l envelope -d 'What is wrapped round each record' -r -f -a "auto\t'whatever each line wears'
cri\t'container log of a node: TIME stdout|stderr F|P {...}'
syslog\t'syslog and journalctl: <PRI>TIME HOST TAG: {...}, RFC 3164 and RFC 5424'
kubectl\t'kubectl logs --prefix and --timestamps: [pod/NAME/CONTAINER] TIME {...}'
bare\t'one JSON object a line: kubectl logs, karmor logs --json, a log file'
karmor\t'text of karmor logs: == Alert / TIME ==, then Key: value lines'
stern\t'stern: POD CONTAINER [TIME] {...}'
docker\t'docker json-file: {"log":"...","stream":...,"time":...}'
splunk\t'Splunk: HEC {"time":...,"event":{...}}, export {"result":{"_raw":...}}'
elastic\t'Elasticsearch, OpenSearch: a hit or a search response (_source)'
otlp\t'OpenTelemetry JSON: {"resourceLogs":[...]}, one or more records a line'
loki\t'logcli -o jsonl: {"labels":...,"line":"..."}; OTLP lines {"body":{...}}'
saas\t'AccuKnox API, knoxctl: {"response":[{...}]}'
sidekick\t'KubeArmor sidekick: {"EventType":...,"Detail":{...}}'
message\t'{"message":...}: stern -o json, CloudWatch exports and {"events":[...]}'
journald\t'journalctl -o json: {"MESSAGE":"..."}'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l max-line -d 'Longest line: 64M' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s j -l threads -d 'Threads' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l block-size -d 'Bytes to read at once: 256K' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l memory -d 'Memory that groups and processes may take: 256M, 1G for a tree' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l most-groups -d 'Groups to measure in one reading' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l config -d 'Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s o -l output -d 'Output format' -r -f -a "table\t'aligned columns; on a terminal cut to its width'
json\t'the record\'s own bytes, one record a line'
csv\t'comma separated values with a header, RFC 4180'
tsv\t'tab separated values with a header; no quotes'
md\t'a Markdown table for a ticket; values are code, so nothing is rendered'
svg\t'one picture that needs nothing else, for a report'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s v -l invert -d 'Take the records that do not match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l no-infer -d 'Do not take a missing uid or ppid for 0'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s L -l local -d '--tz local'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l utc -d '--tz UTC'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l no-merge -d 'Show several files one after the other, not merged by time; the same as --sort none'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l keep-unparsed -d 'Print lines that are no records too; with -o line or raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s q -l quiet -d 'Print nothing; the exit code tells. Stops at the first match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l count -d 'Print only the number of matches'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l json -d '-o json'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s r -l raw -d '-o raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l no-header -d 'Leave the row of headings out'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l ascii -d 'Show ASCII alone; any other character is spelt \\u{…}. For line, table, wide, block and tables of counts'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l no-csv-guard -l csv-raw -d 'Leave CSV cells that begin as a formula as they are'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l virtual -d 'With -o json: add the fields that are read out of others, under the key `knox`'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l redact -d 'Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l no-messages -d 'Keep warnings, notes and the account at the end to itself'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s R -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l strict -d 'Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l allow-empty -d 'Take it for a no if there is no record, or none in the window of time: exit code 1, not 2'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l mmap -d 'Map files whatever their age'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l no-mmap -d 'Read files instead of mapping them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l no-skim -d 'Read every record, even one that cannot match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -l no-config -d 'Read no such file'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand hist" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l events -d 'Matching events that are shown, the first by time: at most 50,000' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s e -l expr -d 'A condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s x -l exclude -d 'Leave out what meets this condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s n -l namespace -l ns -d 'ns=NS: the namespace' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s l -l selector -d 'Labels, all of which must hold: app=vault,tier!=db,env,!canary' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l pod -d 'pod=POD; a pattern may have * and ?' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l container -d 'container=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l host -l node -d 'host=NODE' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l op -l operation -d 'op=OP: Process, File, Network, Syscall, Capabilities …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l syscall -d 'syscall=NAME, with or without SYS_' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l proc -l exe -d 'exe=NAME: the executable\'s base name, or a path' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l result -d 'result=TEXT: Passed, \'Permission denied\' …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l policy -d 'policy=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l type -d 'type=TYPE, such as `MatchedPolicy`' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l source -d 'source=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l resource -d 'resource=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l ioc -d 'Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l since -d 'From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l until -d 'Before this moment, which is left out itself' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l tz -d 'Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l around -d 'A window about this moment, as wide as --within says on either side' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l within -d 'How far --around reaches: 5s, 2m30s' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l now -d 'The moment that `now` names; to repeat an answer that asked for relative times' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s m -l max-count -l limit -l first -d 'Stop after this many matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l tail -l last -d 'Only the last matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s A -l after-context -d 'Show this many records after each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s B -l before-context -d 'Show this many records before each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s C -l context -d 'Show this many records on either side of each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l context-by -d 'Of the neighbours, only those that have this field in common with the match: container' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s s -l sort -d 'Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l dedupe -d 'Leave out records equal to one before but for the time, within DUR' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l collapse -d 'Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s c -l columns -d 'Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l color -l colour -d 'Colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` says no'
always\t'Always'
never\t'Never'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l width -d 'Columns of the terminal' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l progress -d 'The bar on standard error, for what takes over a second' -r -f -a "auto\t''
never\t''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l envelope -d 'What is wrapped round each record' -r -f -a "auto\t'whatever each line wears'
cri\t'container log of a node: TIME stdout|stderr F|P {...}'
syslog\t'syslog and journalctl: <PRI>TIME HOST TAG: {...}, RFC 3164 and RFC 5424'
kubectl\t'kubectl logs --prefix and --timestamps: [pod/NAME/CONTAINER] TIME {...}'
bare\t'one JSON object a line: kubectl logs, karmor logs --json, a log file'
karmor\t'text of karmor logs: == Alert / TIME ==, then Key: value lines'
stern\t'stern: POD CONTAINER [TIME] {...}'
docker\t'docker json-file: {"log":"...","stream":...,"time":...}'
splunk\t'Splunk: HEC {"time":...,"event":{...}}, export {"result":{"_raw":...}}'
elastic\t'Elasticsearch, OpenSearch: a hit or a search response (_source)'
otlp\t'OpenTelemetry JSON: {"resourceLogs":[...]}, one or more records a line'
loki\t'logcli -o jsonl: {"labels":...,"line":"..."}; OTLP lines {"body":{...}}'
saas\t'AccuKnox API, knoxctl: {"response":[{...}]}'
sidekick\t'KubeArmor sidekick: {"EventType":...,"Detail":{...}}'
message\t'{"message":...}: stern -o json, CloudWatch exports and {"events":[...]}'
journald\t'journalctl -o json: {"MESSAGE":"..."}'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l max-line -d 'Longest line: 64M' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s j -l threads -d 'Threads' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l block-size -d 'Bytes to read at once: 256K' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l memory -d 'Memory that groups and processes may take: 256M, 1G for a tree' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l most-groups -d 'Groups to measure in one reading' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l config -d 'Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s o -l output -d 'Output format' -r -f -a "html\t'one page for people: no script, nothing loaded, opens from disk'
md\t'a Markdown table for a ticket; values are code, so nothing is rendered'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s v -l invert -d 'Take the records that do not match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l no-infer -d 'Do not take a missing uid or ppid for 0'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s L -l local -d '--tz local'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l utc -d '--tz UTC'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l no-merge -d 'Show several files one after the other, not merged by time; the same as --sort none'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l keep-unparsed -d 'Print lines that are no records too; with -o line or raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s q -l quiet -d 'Print nothing; the exit code tells. Stops at the first match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l count -d 'Print only the number of matches'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l json -d '-o json'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s r -l raw -d '-o raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l no-header -d 'Leave the row of headings out'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l ascii -d 'Show ASCII alone; any other character is spelt \\u{…}. For line, table, wide, block and tables of counts'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l no-csv-guard -l csv-raw -d 'Leave CSV cells that begin as a formula as they are'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l virtual -d 'With -o json: add the fields that are read out of others, under the key `knox`'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l redact -d 'Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l no-messages -d 'Keep warnings, notes and the account at the end to itself'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s R -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l strict -d 'Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l allow-empty -d 'Take it for a no if there is no record, or none in the window of time: exit code 1, not 2'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l mmap -d 'Map files whatever their age'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l no-mmap -d 'Read files instead of mapping them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l no-skim -d 'Read every record, even one that cannot match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -l no-config -d 'Read no such file'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s e -l expr -d 'A condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s x -l exclude -d 'Leave out what meets this condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s n -l namespace -l ns -d 'ns=NS: the namespace' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s l -l selector -d 'Labels, all of which must hold: app=vault,tier!=db,env,!canary' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l pod -d 'pod=POD; a pattern may have * and ?' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l container -d 'container=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l host -l node -d 'host=NODE' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l op -l operation -d 'op=OP: Process, File, Network, Syscall, Capabilities …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l syscall -d 'syscall=NAME, with or without SYS_' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l proc -l exe -d 'exe=NAME: the executable\'s base name, or a path' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l result -d 'result=TEXT: Passed, \'Permission denied\' …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l policy -d 'policy=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l type -d 'type=TYPE, such as `MatchedPolicy`' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l source -d 'source=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l resource -d 'resource=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l ioc -d 'Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l since -d 'From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l until -d 'Before this moment, which is left out itself' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l tz -d 'Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l around -d 'A window about this moment, as wide as --within says on either side' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l within -d 'How far --around reaches: 5s, 2m30s' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l now -d 'The moment that `now` names; to repeat an answer that asked for relative times' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s m -l max-count -l limit -l first -d 'Stop after this many matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l tail -l last -d 'Only the last matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s A -l after-context -d 'Show this many records after each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s B -l before-context -d 'Show this many records before each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s C -l context -d 'Show this many records on either side of each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l context-by -d 'Of the neighbours, only those that have this field in common with the match: container' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s s -l sort -d 'Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l dedupe -d 'Leave out records equal to one before but for the time, within DUR' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l collapse -d 'Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s o -l output -d 'Output format' -r -f -a "line\t'one readable line per event'
table\t'aligned columns; on a terminal cut to its width'
wide\t'the table with host, container, pid, uid, peer and policy'
block\t'one member a line, and beneath it the fields read out of it'
json\t'the record\'s own bytes, one record a line'
raw\t'the line as it arrived, with what was wrapped round it'
csv\t'comma separated values with a header, RFC 4180'
tsv\t'tab separated values with a header; no quotes'
logfmt\t'key=value pairs; what has no value is left out'
yaml\t'a YAML document a record; with -c, of those fields'
md\t'a Markdown table for a ticket; values are code, so nothing is rendered'
fmt\t'fmt=TEMPLATE: text with fields in braces: \'fmt={time} {pod} {cmd}\''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s c -l columns -d 'Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l color -l colour -d 'Colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` says no'
always\t'Always'
never\t'Never'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l width -d 'Columns of the terminal' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l progress -d 'The bar on standard error, for what takes over a second' -r -f -a "auto\t''
never\t''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l envelope -d 'What is wrapped round each record' -r -f -a "auto\t'whatever each line wears'
cri\t'container log of a node: TIME stdout|stderr F|P {...}'
syslog\t'syslog and journalctl: <PRI>TIME HOST TAG: {...}, RFC 3164 and RFC 5424'
kubectl\t'kubectl logs --prefix and --timestamps: [pod/NAME/CONTAINER] TIME {...}'
bare\t'one JSON object a line: kubectl logs, karmor logs --json, a log file'
karmor\t'text of karmor logs: == Alert / TIME ==, then Key: value lines'
stern\t'stern: POD CONTAINER [TIME] {...}'
docker\t'docker json-file: {"log":"...","stream":...,"time":...}'
splunk\t'Splunk: HEC {"time":...,"event":{...}}, export {"result":{"_raw":...}}'
elastic\t'Elasticsearch, OpenSearch: a hit or a search response (_source)'
otlp\t'OpenTelemetry JSON: {"resourceLogs":[...]}, one or more records a line'
loki\t'logcli -o jsonl: {"labels":...,"line":"..."}; OTLP lines {"body":{...}}'
saas\t'AccuKnox API, knoxctl: {"response":[{...}]}'
sidekick\t'KubeArmor sidekick: {"EventType":...,"Detail":{...}}'
message\t'{"message":...}: stern -o json, CloudWatch exports and {"events":[...]}'
journald\t'journalctl -o json: {"MESSAGE":"..."}'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l max-line -d 'Longest line: 64M' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s j -l threads -d 'Threads' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l block-size -d 'Bytes to read at once: 256K' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l memory -d 'Memory that groups and processes may take: 256M, 1G for a tree' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l most-groups -d 'Groups to measure in one reading' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l config -d 'Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s v -l invert -d 'Take the records that do not match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l no-infer -d 'Do not take a missing uid or ppid for 0'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s L -l local -d '--tz local'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l utc -d '--tz UTC'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l no-merge -d 'Show several files one after the other, not merged by time; the same as --sort none'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l keep-unparsed -d 'Print lines that are no records too; with -o line or raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s q -l quiet -d 'Print nothing; the exit code tells. Stops at the first match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l count -d 'Print only the number of matches'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l json -d '-o json'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s r -l raw -d '-o raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l no-header -d 'Leave the row of headings out'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l ascii -d 'Show ASCII alone; any other character is spelt \\u{…}. For line, table, wide, block and tables of counts'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l no-csv-guard -l csv-raw -d 'Leave CSV cells that begin as a formula as they are'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l virtual -d 'With -o json: add the fields that are read out of others, under the key `knox`'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l redact -d 'Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l no-messages -d 'Keep warnings, notes and the account at the end to itself'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s R -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l strict -d 'Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l allow-empty -d 'Take it for a no if there is no record, or none in the window of time: exit code 1, not 2'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l mmap -d 'Map files whatever their age'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l no-mmap -d 'Read files instead of mapping them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l no-skim -d 'Read every record, even one that cannot match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -l no-config -d 'Read no such file'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand fields" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l of -d 'Only this process, by its PID on the node, or the processes of this exec session, with their ancestors and all that they started; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s e -l expr -d 'A condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s x -l exclude -d 'Leave out what meets this condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s n -l namespace -l ns -d 'ns=NS: the namespace' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s l -l selector -d 'Labels, all of which must hold: app=vault,tier!=db,env,!canary' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l pod -d 'pod=POD; a pattern may have * and ?' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l container -d 'container=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l host -l node -d 'host=NODE' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l op -l operation -d 'op=OP: Process, File, Network, Syscall, Capabilities …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l syscall -d 'syscall=NAME, with or without SYS_' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l proc -l exe -d 'exe=NAME: the executable\'s base name, or a path' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l result -d 'result=TEXT: Passed, \'Permission denied\' …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l policy -d 'policy=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l type -d 'type=TYPE, such as `MatchedPolicy`' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l source -d 'source=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l resource -d 'resource=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l ioc -d 'Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l since -d 'From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l until -d 'Before this moment, which is left out itself' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l tz -d 'Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l around -d 'A window about this moment, as wide as --within says on either side' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l within -d 'How far --around reaches: 5s, 2m30s' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l now -d 'The moment that `now` names; to repeat an answer that asked for relative times' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s m -l max-count -l limit -l first -d 'Stop after this many matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l tail -l last -d 'Only the last matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s A -l after-context -d 'Show this many records after each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s B -l before-context -d 'Show this many records before each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s C -l context -d 'Show this many records on either side of each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l context-by -d 'Of the neighbours, only those that have this field in common with the match: container' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s s -l sort -d 'Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l dedupe -d 'Leave out records equal to one before but for the time, within DUR' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l collapse -d 'Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s o -l output -d 'Output format' -r -f -a "line\t'one readable line per event'
table\t'aligned columns; on a terminal cut to its width'
wide\t'the table with host, container, pid, uid, peer and policy'
block\t'one member a line, and beneath it the fields read out of it'
json\t'the record\'s own bytes, one record a line'
raw\t'the line as it arrived, with what was wrapped round it'
csv\t'comma separated values with a header, RFC 4180'
tsv\t'tab separated values with a header; no quotes'
logfmt\t'key=value pairs; what has no value is left out'
yaml\t'a YAML document a record; with -c, of those fields'
md\t'a Markdown table for a ticket; values are code, so nothing is rendered'
fmt\t'fmt=TEMPLATE: text with fields in braces: \'fmt={time} {pod} {cmd}\''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s c -l columns -d 'Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l color -l colour -d 'Colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` says no'
always\t'Always'
never\t'Never'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l width -d 'Columns of the terminal' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l progress -d 'The bar on standard error, for what takes over a second' -r -f -a "auto\t''
never\t''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l envelope -d 'What is wrapped round each record' -r -f -a "auto\t'whatever each line wears'
cri\t'container log of a node: TIME stdout|stderr F|P {...}'
syslog\t'syslog and journalctl: <PRI>TIME HOST TAG: {...}, RFC 3164 and RFC 5424'
kubectl\t'kubectl logs --prefix and --timestamps: [pod/NAME/CONTAINER] TIME {...}'
bare\t'one JSON object a line: kubectl logs, karmor logs --json, a log file'
karmor\t'text of karmor logs: == Alert / TIME ==, then Key: value lines'
stern\t'stern: POD CONTAINER [TIME] {...}'
docker\t'docker json-file: {"log":"...","stream":...,"time":...}'
splunk\t'Splunk: HEC {"time":...,"event":{...}}, export {"result":{"_raw":...}}'
elastic\t'Elasticsearch, OpenSearch: a hit or a search response (_source)'
otlp\t'OpenTelemetry JSON: {"resourceLogs":[...]}, one or more records a line'
loki\t'logcli -o jsonl: {"labels":...,"line":"..."}; OTLP lines {"body":{...}}'
saas\t'AccuKnox API, knoxctl: {"response":[{...}]}'
sidekick\t'KubeArmor sidekick: {"EventType":...,"Detail":{...}}'
message\t'{"message":...}: stern -o json, CloudWatch exports and {"events":[...]}'
journald\t'journalctl -o json: {"MESSAGE":"..."}'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l max-line -d 'Longest line: 64M' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s j -l threads -d 'Threads' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l block-size -d 'Bytes to read at once: 256K' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l memory -d 'Memory that groups and processes may take: 256M, 1G for a tree' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l most-groups -d 'Groups to measure in one reading' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l config -d 'Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l sessions -d 'Only what was entered from outside: exec sessions and terminals in containers'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l peers -d 'List the peers that each process talked to, and the names that it asked for'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l writes -d 'List the paths that each process wrote to, changed or removed'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l unfold -d 'Show processes alike one by one'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s v -l invert -d 'Take the records that do not match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l no-infer -d 'Do not take a missing uid or ppid for 0'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s L -l local -d '--tz local'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l utc -d '--tz UTC'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l no-merge -d 'Show several files one after the other, not merged by time; the same as --sort none'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l keep-unparsed -d 'Print lines that are no records too; with -o line or raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s q -l quiet -d 'Print nothing; the exit code tells. Stops at the first match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l count -d 'Print only the number of matches'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l json -d '-o json'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s r -l raw -d '-o raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l no-header -d 'Leave the row of headings out'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l ascii -d 'Show ASCII alone; any other character is spelt \\u{…}. For line, table, wide, block and tables of counts'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l no-csv-guard -l csv-raw -d 'Leave CSV cells that begin as a formula as they are'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l virtual -d 'With -o json: add the fields that are read out of others, under the key `knox`'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l redact -d 'Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l no-messages -d 'Keep warnings, notes and the account at the end to itself'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s R -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l strict -d 'Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l allow-empty -d 'Take it for a no if there is no record, or none in the window of time: exit code 1, not 2'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l mmap -d 'Map files whatever their age'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l no-mmap -d 'Read files instead of mapping them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l no-skim -d 'Read every record, even one that cannot match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -l no-config -d 'Read no such file'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tree" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s e -l expr -d 'A condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s x -l exclude -d 'Leave out what meets this condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s n -l namespace -l ns -d 'ns=NS: the namespace' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s l -l selector -d 'Labels, all of which must hold: app=vault,tier!=db,env,!canary' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l pod -d 'pod=POD; a pattern may have * and ?' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l container -d 'container=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l host -l node -d 'host=NODE' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l op -l operation -d 'op=OP: Process, File, Network, Syscall, Capabilities …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l syscall -d 'syscall=NAME, with or without SYS_' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l proc -l exe -d 'exe=NAME: the executable\'s base name, or a path' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l result -d 'result=TEXT: Passed, \'Permission denied\' …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l policy -d 'policy=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l type -d 'type=TYPE, such as `MatchedPolicy`' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l source -d 'source=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l resource -d 'resource=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l ioc -d 'Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l since -d 'From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l until -d 'Before this moment, which is left out itself' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l tz -d 'Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l around -d 'A window about this moment, as wide as --within says on either side' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l within -d 'How far --around reaches: 5s, 2m30s' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l now -d 'The moment that `now` names; to repeat an answer that asked for relative times' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s m -l max-count -l limit -l first -d 'Stop after this many matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l tail -l last -d 'Only the last matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s A -l after-context -d 'Show this many records after each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s B -l before-context -d 'Show this many records before each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s C -l context -d 'Show this many records on either side of each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l context-by -d 'Of the neighbours, only those that have this field in common with the match: container' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s s -l sort -d 'Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l dedupe -d 'Leave out records equal to one before but for the time, within DUR' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l collapse -d 'Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s o -l output -d 'Output format' -r -f -a "line\t'one readable line per event'
table\t'aligned columns; on a terminal cut to its width'
wide\t'the table with host, container, pid, uid, peer and policy'
block\t'one member a line, and beneath it the fields read out of it'
json\t'the record\'s own bytes, one record a line'
raw\t'the line as it arrived, with what was wrapped round it'
csv\t'comma separated values with a header, RFC 4180'
tsv\t'tab separated values with a header; no quotes'
logfmt\t'key=value pairs; what has no value is left out'
yaml\t'a YAML document a record; with -c, of those fields'
md\t'a Markdown table for a ticket; values are code, so nothing is rendered'
fmt\t'fmt=TEMPLATE: text with fields in braces: \'fmt={time} {pod} {cmd}\''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s c -l columns -d 'Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l color -l colour -d 'Colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` says no'
always\t'Always'
never\t'Never'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l width -d 'Columns of the terminal' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l progress -d 'The bar on standard error, for what takes over a second' -r -f -a "auto\t''
never\t''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l envelope -d 'What is wrapped round each record' -r -f -a "auto\t'whatever each line wears'
cri\t'container log of a node: TIME stdout|stderr F|P {...}'
syslog\t'syslog and journalctl: <PRI>TIME HOST TAG: {...}, RFC 3164 and RFC 5424'
kubectl\t'kubectl logs --prefix and --timestamps: [pod/NAME/CONTAINER] TIME {...}'
bare\t'one JSON object a line: kubectl logs, karmor logs --json, a log file'
karmor\t'text of karmor logs: == Alert / TIME ==, then Key: value lines'
stern\t'stern: POD CONTAINER [TIME] {...}'
docker\t'docker json-file: {"log":"...","stream":...,"time":...}'
splunk\t'Splunk: HEC {"time":...,"event":{...}}, export {"result":{"_raw":...}}'
elastic\t'Elasticsearch, OpenSearch: a hit or a search response (_source)'
otlp\t'OpenTelemetry JSON: {"resourceLogs":[...]}, one or more records a line'
loki\t'logcli -o jsonl: {"labels":...,"line":"..."}; OTLP lines {"body":{...}}'
saas\t'AccuKnox API, knoxctl: {"response":[{...}]}'
sidekick\t'KubeArmor sidekick: {"EventType":...,"Detail":{...}}'
message\t'{"message":...}: stern -o json, CloudWatch exports and {"events":[...]}'
journald\t'journalctl -o json: {"MESSAGE":"..."}'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l max-line -d 'Longest line: 64M' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s j -l threads -d 'Threads' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l block-size -d 'Bytes to read at once: 256K' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l memory -d 'Memory that groups and processes may take: 256M, 1G for a tree' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l most-groups -d 'Groups to measure in one reading' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l config -d 'Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s v -l invert -d 'Take the records that do not match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l no-infer -d 'Do not take a missing uid or ppid for 0'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s L -l local -d '--tz local'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l utc -d '--tz UTC'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l no-merge -d 'Show several files one after the other, not merged by time; the same as --sort none'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l keep-unparsed -d 'Print lines that are no records too; with -o line or raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s q -l quiet -d 'Print nothing; the exit code tells. Stops at the first match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l count -d 'Print only the number of matches'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l json -d '-o json'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s r -l raw -d '-o raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l no-header -d 'Leave the row of headings out'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l ascii -d 'Show ASCII alone; any other character is spelt \\u{…}. For line, table, wide, block and tables of counts'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l no-csv-guard -l csv-raw -d 'Leave CSV cells that begin as a formula as they are'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l virtual -d 'With -o json: add the fields that are read out of others, under the key `knox`'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l redact -d 'Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l no-messages -d 'Keep warnings, notes and the account at the end to itself'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s R -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l strict -d 'Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l allow-empty -d 'Take it for a no if there is no record, or none in the window of time: exit code 1, not 2'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l mmap -d 'Map files whatever their age'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l no-mmap -d 'Read files instead of mapping them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l no-skim -d 'Read every record, even one that cannot match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -l no-config -d 'Read no such file'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -s e -l expr -d 'A condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -s x -l exclude -d 'Leave out what meets this condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -s n -l namespace -l ns -d 'ns=NS: the namespace' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -s l -l selector -d 'Labels, all of which must hold: app=vault,tier!=db,env,!canary' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l pod -d 'pod=POD; a pattern may have * and ?' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l container -d 'container=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l host -l node -d 'host=NODE' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l op -l operation -d 'op=OP: Process, File, Network, Syscall, Capabilities …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l syscall -d 'syscall=NAME, with or without SYS_' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l proc -l exe -d 'exe=NAME: the executable\'s base name, or a path' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l result -d 'result=TEXT: Passed, \'Permission denied\' …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l policy -d 'policy=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l type -d 'type=TYPE, such as `MatchedPolicy`' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l source -d 'source=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l resource -d 'resource=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l ioc -d 'Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l since -d 'From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l until -d 'Before this moment, which is left out itself' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l tz -d 'Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l around -d 'A window about this moment, as wide as --within says on either side' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l within -d 'How far --around reaches: 5s, 2m30s' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l now -d 'The moment that `now` names; to repeat an answer that asked for relative times' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l envelope -d 'What is wrapped round each record' -r -f -a "auto\t'whatever each line wears'
cri\t'container log of a node: TIME stdout|stderr F|P {...}'
syslog\t'syslog and journalctl: <PRI>TIME HOST TAG: {...}, RFC 3164 and RFC 5424'
kubectl\t'kubectl logs --prefix and --timestamps: [pod/NAME/CONTAINER] TIME {...}'
bare\t'one JSON object a line: kubectl logs, karmor logs --json, a log file'
karmor\t'text of karmor logs: == Alert / TIME ==, then Key: value lines'
stern\t'stern: POD CONTAINER [TIME] {...}'
docker\t'docker json-file: {"log":"...","stream":...,"time":...}'
splunk\t'Splunk: HEC {"time":...,"event":{...}}, export {"result":{"_raw":...}}'
elastic\t'Elasticsearch, OpenSearch: a hit or a search response (_source)'
otlp\t'OpenTelemetry JSON: {"resourceLogs":[...]}, one or more records a line'
loki\t'logcli -o jsonl: {"labels":...,"line":"..."}; OTLP lines {"body":{...}}'
saas\t'AccuKnox API, knoxctl: {"response":[{...}]}'
sidekick\t'KubeArmor sidekick: {"EventType":...,"Detail":{...}}'
message\t'{"message":...}: stern -o json, CloudWatch exports and {"events":[...]}'
journald\t'journalctl -o json: {"MESSAGE":"..."}'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l max-line -d 'Longest line: 64M' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -s j -l threads -d 'Threads' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l block-size -d 'Bytes to read at once: 256K' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l memory -d 'Memory that groups and processes may take: 256M, 1G for a tree' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l most-groups -d 'Groups to measure in one reading' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -s c -l columns -d 'Fields that the list shows: when,where,op,by,what,end are its own' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l color -l colour -d 'Colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` says no'
always\t'Always'
never\t'Never'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l keys -d 'Play the keys of this file on a screen without a terminal, and print the screens it asks for' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l config -d 'Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -s v -l invert -d 'Take the records that do not match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l no-infer -d 'Do not take a missing uid or ppid for 0'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -s L -l local -d '--tz local'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l utc -d '--tz UTC'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -s R -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l strict -d 'Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l allow-empty -d 'Take it for a no if there is no record, or none in the window of time: exit code 1, not 2'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l mmap -d 'Map files whatever their age'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l no-mmap -d 'Read files instead of mapping them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l no-skim -d 'Read every record, even one that cannot match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l ascii -d 'Draw with ASCII alone'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -l no-config -d 'Read no such file'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand tui" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l baseline -d 'What is known: a file, or a folder for all in it; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l before -d 'What is known: the records before this moment, of the same files' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s e -l expr -d 'A condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s x -l exclude -d 'Leave out what meets this condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s n -l namespace -l ns -d 'ns=NS: the namespace' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s l -l selector -d 'Labels, all of which must hold: app=vault,tier!=db,env,!canary' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l pod -d 'pod=POD; a pattern may have * and ?' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l container -d 'container=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l host -l node -d 'host=NODE' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l op -l operation -d 'op=OP: Process, File, Network, Syscall, Capabilities …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l syscall -d 'syscall=NAME, with or without SYS_' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l proc -l exe -d 'exe=NAME: the executable\'s base name, or a path' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l result -d 'result=TEXT: Passed, \'Permission denied\' …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l policy -d 'policy=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l type -d 'type=TYPE, such as `MatchedPolicy`' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l source -d 'source=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l resource -d 'resource=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l ioc -d 'Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l since -d 'From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l until -d 'Before this moment, which is left out itself' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l tz -d 'Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l around -d 'A window about this moment, as wide as --within says on either side' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l within -d 'How far --around reaches: 5s, 2m30s' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l now -d 'The moment that `now` names; to repeat an answer that asked for relative times' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s m -l max-count -l limit -l first -d 'Stop after this many matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l tail -l last -d 'Only the last matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s A -l after-context -d 'Show this many records after each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s B -l before-context -d 'Show this many records before each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s C -l context -d 'Show this many records on either side of each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l context-by -d 'Of the neighbours, only those that have this field in common with the match: container' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s s -l sort -d 'Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l dedupe -d 'Leave out records equal to one before but for the time, within DUR' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l collapse -d 'Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s o -l output -d 'Output format' -r -f -a "line\t'one readable line per event'
table\t'aligned columns; on a terminal cut to its width'
wide\t'the table with host, container, pid, uid, peer and policy'
block\t'one member a line, and beneath it the fields read out of it'
json\t'the record\'s own bytes, one record a line'
raw\t'the line as it arrived, with what was wrapped round it'
csv\t'comma separated values with a header, RFC 4180'
tsv\t'tab separated values with a header; no quotes'
logfmt\t'key=value pairs; what has no value is left out'
yaml\t'a YAML document a record; with -c, of those fields'
md\t'a Markdown table for a ticket; values are code, so nothing is rendered'
fmt\t'fmt=TEMPLATE: text with fields in braces: \'fmt={time} {pod} {cmd}\''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s c -l columns -d 'Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l color -l colour -d 'Colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` says no'
always\t'Always'
never\t'Never'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l width -d 'Columns of the terminal' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l progress -d 'The bar on standard error, for what takes over a second' -r -f -a "auto\t''
never\t''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l envelope -d 'What is wrapped round each record' -r -f -a "auto\t'whatever each line wears'
cri\t'container log of a node: TIME stdout|stderr F|P {...}'
syslog\t'syslog and journalctl: <PRI>TIME HOST TAG: {...}, RFC 3164 and RFC 5424'
kubectl\t'kubectl logs --prefix and --timestamps: [pod/NAME/CONTAINER] TIME {...}'
bare\t'one JSON object a line: kubectl logs, karmor logs --json, a log file'
karmor\t'text of karmor logs: == Alert / TIME ==, then Key: value lines'
stern\t'stern: POD CONTAINER [TIME] {...}'
docker\t'docker json-file: {"log":"...","stream":...,"time":...}'
splunk\t'Splunk: HEC {"time":...,"event":{...}}, export {"result":{"_raw":...}}'
elastic\t'Elasticsearch, OpenSearch: a hit or a search response (_source)'
otlp\t'OpenTelemetry JSON: {"resourceLogs":[...]}, one or more records a line'
loki\t'logcli -o jsonl: {"labels":...,"line":"..."}; OTLP lines {"body":{...}}'
saas\t'AccuKnox API, knoxctl: {"response":[{...}]}'
sidekick\t'KubeArmor sidekick: {"EventType":...,"Detail":{...}}'
message\t'{"message":...}: stern -o json, CloudWatch exports and {"events":[...]}'
journald\t'journalctl -o json: {"MESSAGE":"..."}'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l max-line -d 'Longest line: 64M' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s j -l threads -d 'Threads' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l block-size -d 'Bytes to read at once: 256K' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l memory -d 'Memory that groups and processes may take: 256M, 1G for a tree' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l most-groups -d 'Groups to measure in one reading' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l config -d 'Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s v -l invert -d 'Take the records that do not match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l no-infer -d 'Do not take a missing uid or ppid for 0'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s L -l local -d '--tz local'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l utc -d '--tz UTC'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l no-merge -d 'Show several files one after the other, not merged by time; the same as --sort none'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l keep-unparsed -d 'Print lines that are no records too; with -o line or raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s q -l quiet -d 'Print nothing; the exit code tells. Stops at the first match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l count -d 'Print only the number of matches'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l json -d '-o json'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s r -l raw -d '-o raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l no-header -d 'Leave the row of headings out'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l ascii -d 'Show ASCII alone; any other character is spelt \\u{…}. For line, table, wide, block and tables of counts'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l no-csv-guard -l csv-raw -d 'Leave CSV cells that begin as a formula as they are'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l virtual -d 'With -o json: add the fields that are read out of others, under the key `knox`'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l redact -d 'Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l no-messages -d 'Keep warnings, notes and the account at the end to itself'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s R -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l strict -d 'Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l allow-empty -d 'Take it for a no if there is no record, or none in the window of time: exit code 1, not 2'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l mmap -d 'Map files whatever their age'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l no-mmap -d 'Read files instead of mapping them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l no-skim -d 'Read every record, even one that cannot match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -l no-config -d 'Read no such file'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s e -l expr -d 'A condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s x -l exclude -d 'Leave out what meets this condition; may be given again' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s n -l namespace -l ns -d 'ns=NS: the namespace' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s l -l selector -d 'Labels, all of which must hold: app=vault,tier!=db,env,!canary' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l pod -d 'pod=POD; a pattern may have * and ?' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l container -d 'container=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l host -l node -d 'host=NODE' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l op -l operation -d 'op=OP: Process, File, Network, Syscall, Capabilities …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l syscall -d 'syscall=NAME, with or without SYS_' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l proc -l exe -d 'exe=NAME: the executable\'s base name, or a path' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l result -d 'result=TEXT: Passed, \'Permission denied\' …' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l policy -d 'policy=NAME' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l type -d 'type=TYPE, such as `MatchedPolicy`' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l source -d 'source=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l resource -d 'resource=TEXT' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l ioc -d 'Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l since -d 'From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l until -d 'Before this moment, which is left out itself' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l tz -d 'Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l around -d 'A window about this moment, as wide as --within says on either side' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l within -d 'How far --around reaches: 5s, 2m30s' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l now -d 'The moment that `now` names; to repeat an answer that asked for relative times' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s m -l max-count -l limit -l first -d 'Stop after this many matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l tail -l last -d 'Only the last matches' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s A -l after-context -d 'Show this many records after each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s B -l before-context -d 'Show this many records before each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s C -l context -d 'Show this many records on either side of each match' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l context-by -d 'Of the neighbours, only those that have this field in common with the match: container' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s s -l sort -d 'Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l dedupe -d 'Leave out records equal to one before but for the time, within DUR' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l collapse -d 'Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s o -l output -d 'Output format' -r -f -a "line\t'one readable line per event'
table\t'aligned columns; on a terminal cut to its width'
wide\t'the table with host, container, pid, uid, peer and policy'
block\t'one member a line, and beneath it the fields read out of it'
json\t'the record\'s own bytes, one record a line'
raw\t'the line as it arrived, with what was wrapped round it'
csv\t'comma separated values with a header, RFC 4180'
tsv\t'tab separated values with a header; no quotes'
logfmt\t'key=value pairs; what has no value is left out'
yaml\t'a YAML document a record; with -c, of those fields'
md\t'a Markdown table for a ticket; values are code, so nothing is rendered'
fmt\t'fmt=TEMPLATE: text with fields in braces: \'fmt={time} {pod} {cmd}\''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s c -l columns -d 'Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l color -l colour -d 'Colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` or `TERM=dumb` says no'
always\t'Always'
never\t'Never'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l width -d 'Columns of the terminal' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l progress -d 'The bar on standard error, for what takes over a second' -r -f -a "auto\t''
never\t''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l envelope -d 'What is wrapped round each record' -r -f -a "auto\t'whatever each line wears'
cri\t'container log of a node: TIME stdout|stderr F|P {...}'
syslog\t'syslog and journalctl: <PRI>TIME HOST TAG: {...}, RFC 3164 and RFC 5424'
kubectl\t'kubectl logs --prefix and --timestamps: [pod/NAME/CONTAINER] TIME {...}'
bare\t'one JSON object a line: kubectl logs, karmor logs --json, a log file'
karmor\t'text of karmor logs: == Alert / TIME ==, then Key: value lines'
stern\t'stern: POD CONTAINER [TIME] {...}'
docker\t'docker json-file: {"log":"...","stream":...,"time":...}'
splunk\t'Splunk: HEC {"time":...,"event":{...}}, export {"result":{"_raw":...}}'
elastic\t'Elasticsearch, OpenSearch: a hit or a search response (_source)'
otlp\t'OpenTelemetry JSON: {"resourceLogs":[...]}, one or more records a line'
loki\t'logcli -o jsonl: {"labels":...,"line":"..."}; OTLP lines {"body":{...}}'
saas\t'AccuKnox API, knoxctl: {"response":[{...}]}'
sidekick\t'KubeArmor sidekick: {"EventType":...,"Detail":{...}}'
message\t'{"message":...}: stern -o json, CloudWatch exports and {"events":[...]}'
journald\t'journalctl -o json: {"MESSAGE":"..."}'"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l max-line -d 'Longest line: 64M' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s j -l threads -d 'Threads' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l block-size -d 'Bytes to read at once: 256K' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l memory -d 'Memory that groups and processes may take: 256M, 1G for a tree' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l most-groups -d 'Groups to measure in one reading' -r
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l config -d 'Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l fields -d 'List every field with its type, an example and what it is'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l behaviour -d 'List what the fields behaviour and norm.* replace, with an example of each'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s v -l invert -d 'Take the records that do not match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l no-infer -d 'Do not take a missing uid or ppid for 0'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s L -l local -d '--tz local'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l utc -d '--tz UTC'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l no-merge -d 'Show several files one after the other, not merged by time; the same as --sort none'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l keep-unparsed -d 'Print lines that are no records too; with -o line or raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s q -l quiet -d 'Print nothing; the exit code tells. Stops at the first match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l count -d 'Print only the number of matches'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l json -d '-o json'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s r -l raw -d '-o raw'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l no-header -d 'Leave the row of headings out'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l ascii -d 'Show ASCII alone; any other character is spelt \\u{…}. For line, table, wide, block and tables of counts'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l no-csv-guard -l csv-raw -d 'Leave CSV cells that begin as a formula as they are'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l virtual -d 'With -o json: add the fields that are read out of others, under the key `knox`'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l redact -d 'Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l no-messages -d 'Keep warnings, notes and the account at the end to itself'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s R -l recursive -d 'Read the files of folders, and of the folders in them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l strict -d 'Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l allow-empty -d 'Take it for a no if there is no record, or none in the window of time: exit code 1, not 2'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l mmap -d 'Map files whatever their age'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l no-mmap -d 'Read files instead of mapping them'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l no-skim -d 'Read every record, even one that cannot match'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -l no-config -d 'Read no such file'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand macros" -l config -d 'Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml' -r -F
complete -c knoxlog -n "__fish_knoxlog_using_subcommand macros" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''"
complete -c knoxlog -n "__fish_knoxlog_using_subcommand macros" -l no-config -d 'Read no such file'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand macros" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand complete-term" -s h -l help -d 'Print help'
complete -c knoxlog -n "__fish_knoxlog_using_subcommand man" -s h -l help -d 'Print help'
complete -c knoxlog -n 'not string match -q -- "-*" (commandline -ct)' -a '(knoxlog complete-term (commandline -ct) (commandline -op)[2..-1] 2>/dev/null)'
