module completions {

  # Filter, count and explore KubeArmor / AccuKnox telemetry
  export extern knoxlog [
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete knoxlog filter output" [] {
    [ "line" "table" "wide" "block" "json" "raw" "csv" "tsv" "logfmt" "yaml" "md" "fmt" ]
  }

  def "nu-complete knoxlog filter color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete knoxlog filter progress" [] {
    [ "auto" "never" ]
  }

  def "nu-complete knoxlog filter envelope" [] {
    [ "auto" "cri" "syslog" "kubectl" "bare" "karmor" "stern" "docker" "splunk" "elastic" "otlp" "loki" "saas" "sidekick" "message" "journald" ]
  }

  # Print the records that match (the default: `knoxlog ns=default logs.ndjson`)
  export extern "knoxlog filter" [
    --expr(-e): string        # A condition; may be given again
    --exclude(-x): string     # Leave out what meets this condition; may be given again
    --invert(-v)              # Take the records that do not match
    --namespace(-n): string   # ns=NS: the namespace
    --ns: string              # ns=NS: the namespace
    --selector(-l): string    # Labels, all of which must hold: app=vault,tier!=db,env,!canary
    --pod: string             # pod=POD; a pattern may have * and ?
    --container: string       # container=NAME
    --host: string            # host=NODE
    --node: string            # host=NODE
    --op: string              # op=OP: Process, File, Network, Syscall, Capabilities …
    --operation: string       # op=OP: Process, File, Network, Syscall, Capabilities …
    --syscall: string         # syscall=NAME, with or without SYS_
    --proc: string            # exe=NAME: the executable's base name, or a path
    --exe: string             # exe=NAME: the executable's base name, or a path
    --result: string          # result=TEXT: Passed, 'Permission denied' …
    --policy: string          # policy=NAME
    --type: string            # type=TYPE, such as `MatchedPolicy`
    --source: string          # source=TEXT
    --resource: string        # resource=TEXT
    --ioc: path               # Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which
    --no-infer                # Do not take a missing uid or ppid for 0
    --since: string           # From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)
    --until: string           # Before this moment, which is left out itself
    --tz: string              # Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin
    --local(-L)               # --tz local
    --utc                     # --tz UTC
    --around: string          # A window about this moment, as wide as --within says on either side
    --within: string          # How far --around reaches: 5s, 2m30s
    --now: string             # The moment that `now` names; to repeat an answer that asked for relative times
    --max-count(-m): string   # Stop after this many matches
    --limit: string           # Stop after this many matches
    --first: string           # Stop after this many matches
    --tail: string            # Only the last matches
    --last: string            # Only the last matches
    --after-context(-A): string # Show this many records after each match
    --before-context(-B): string # Show this many records before each match
    --context(-C): string     # Show this many records on either side of each match
    --context-by: string      # Of the neighbours, only those that have this field in common with the match: container
    --sort(-s): string        # Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time
    --no-merge                # Show several files one after the other, not merged by time; the same as --sort none
    --dedupe: string          # Leave out records equal to one before but for the time, within DUR
    --collapse: string        # Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which
    --keep-unparsed           # Print lines that are no records too; with -o line or raw
    --quiet(-q)               # Print nothing; the exit code tells. Stops at the first match
    --count                   # Print only the number of matches
    --output(-o): string@"nu-complete knoxlog filter output" # Output format
    --json                    # -o json
    --raw(-r)                 # -o raw
    --columns(-c): string     # Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth
    --color: string@"nu-complete knoxlog filter color" # Colour
    --colour: string@"nu-complete knoxlog filter color" # Colour
    --no-header               # Leave the row of headings out
    --width: string           # Columns of the terminal
    --ascii                   # Show ASCII alone; any other character is spelt \u{…}. For line, table, wide, block and tables of counts
    --no-csv-guard            # Leave CSV cells that begin as a formula as they are
    --csv-raw                 # Leave CSV cells that begin as a formula as they are
    --virtual                 # With -o json: add the fields that are read out of others, under the key `knox`
    --redact                  # Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them
    --progress: string@"nu-complete knoxlog filter progress" # The bar on standard error, for what takes over a second
    --no-messages             # Keep warnings, notes and the account at the end to itself
    --envelope: string@"nu-complete knoxlog filter envelope" # What is wrapped round each record
    --recursive(-R)           # Read the files of folders, and of the folders in them
    --strict                  # Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked
    --allow-empty             # Take it for a no if there is no record, or none in the window of time: exit code 1, not 2
    --max-line: string        # Longest line: 64M
    --threads(-j): string     # Threads
    --mmap                    # Map files whatever their age
    --no-mmap                 # Read files instead of mapping them
    --no-skim                 # Read every record, even one that cannot match
    --block-size: string      # Bytes to read at once: 256K
    --memory: string          # Memory that groups and processes may take: 256M, 1G for a tree
    --most-groups: string     # Groups to measure in one reading
    --config: path            # Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    --no-config               # Read no such file
    --help(-h)                # Print help (see more with '--help')
    ...words: string          # Conditions (`ns=default`) and files, told apart by spelling alone: `./ns=default` is a file
  ]

  def "nu-complete knoxlog count output" [] {
    [ "line" "table" "wide" "block" "json" "raw" "csv" "tsv" "logfmt" "yaml" "md" "fmt" ]
  }

  def "nu-complete knoxlog count color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete knoxlog count progress" [] {
    [ "auto" "never" ]
  }

  def "nu-complete knoxlog count envelope" [] {
    [ "auto" "cri" "syslog" "kubectl" "bare" "karmor" "stern" "docker" "splunk" "elastic" "otlp" "loki" "saas" "sidekick" "message" "journald" ]
  }

  # Count the records that match; with --by, by the values of fields
  export extern "knoxlog count" [
    --by: string              # Count by the values of these fields
    --expr(-e): string        # A condition; may be given again
    --exclude(-x): string     # Leave out what meets this condition; may be given again
    --invert(-v)              # Take the records that do not match
    --namespace(-n): string   # ns=NS: the namespace
    --ns: string              # ns=NS: the namespace
    --selector(-l): string    # Labels, all of which must hold: app=vault,tier!=db,env,!canary
    --pod: string             # pod=POD; a pattern may have * and ?
    --container: string       # container=NAME
    --host: string            # host=NODE
    --node: string            # host=NODE
    --op: string              # op=OP: Process, File, Network, Syscall, Capabilities …
    --operation: string       # op=OP: Process, File, Network, Syscall, Capabilities …
    --syscall: string         # syscall=NAME, with or without SYS_
    --proc: string            # exe=NAME: the executable's base name, or a path
    --exe: string             # exe=NAME: the executable's base name, or a path
    --result: string          # result=TEXT: Passed, 'Permission denied' …
    --policy: string          # policy=NAME
    --type: string            # type=TYPE, such as `MatchedPolicy`
    --source: string          # source=TEXT
    --resource: string        # resource=TEXT
    --ioc: path               # Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which
    --no-infer                # Do not take a missing uid or ppid for 0
    --since: string           # From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)
    --until: string           # Before this moment, which is left out itself
    --tz: string              # Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin
    --local(-L)               # --tz local
    --utc                     # --tz UTC
    --around: string          # A window about this moment, as wide as --within says on either side
    --within: string          # How far --around reaches: 5s, 2m30s
    --now: string             # The moment that `now` names; to repeat an answer that asked for relative times
    --max-count(-m): string   # Stop after this many matches
    --limit: string           # Stop after this many matches
    --first: string           # Stop after this many matches
    --tail: string            # Only the last matches
    --last: string            # Only the last matches
    --after-context(-A): string # Show this many records after each match
    --before-context(-B): string # Show this many records before each match
    --context(-C): string     # Show this many records on either side of each match
    --context-by: string      # Of the neighbours, only those that have this field in common with the match: container
    --sort(-s): string        # Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time
    --no-merge                # Show several files one after the other, not merged by time; the same as --sort none
    --dedupe: string          # Leave out records equal to one before but for the time, within DUR
    --collapse: string        # Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which
    --keep-unparsed           # Print lines that are no records too; with -o line or raw
    --quiet(-q)               # Print nothing; the exit code tells. Stops at the first match
    --count                   # Print only the number of matches
    --output(-o): string@"nu-complete knoxlog count output" # Output format
    --json                    # -o json
    --raw(-r)                 # -o raw
    --columns(-c): string     # Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth
    --color: string@"nu-complete knoxlog count color" # Colour
    --colour: string@"nu-complete knoxlog count color" # Colour
    --no-header               # Leave the row of headings out
    --width: string           # Columns of the terminal
    --ascii                   # Show ASCII alone; any other character is spelt \u{…}. For line, table, wide, block and tables of counts
    --no-csv-guard            # Leave CSV cells that begin as a formula as they are
    --csv-raw                 # Leave CSV cells that begin as a formula as they are
    --virtual                 # With -o json: add the fields that are read out of others, under the key `knox`
    --redact                  # Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them
    --progress: string@"nu-complete knoxlog count progress" # The bar on standard error, for what takes over a second
    --no-messages             # Keep warnings, notes and the account at the end to itself
    --envelope: string@"nu-complete knoxlog count envelope" # What is wrapped round each record
    --recursive(-R)           # Read the files of folders, and of the folders in them
    --strict                  # Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked
    --allow-empty             # Take it for a no if there is no record, or none in the window of time: exit code 1, not 2
    --max-line: string        # Longest line: 64M
    --threads(-j): string     # Threads
    --mmap                    # Map files whatever their age
    --no-mmap                 # Read files instead of mapping them
    --no-skim                 # Read every record, even one that cannot match
    --block-size: string      # Bytes to read at once: 256K
    --memory: string          # Memory that groups and processes may take: 256M, 1G for a tree
    --most-groups: string     # Groups to measure in one reading
    --config: path            # Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    --no-config               # Read no such file
    --help(-h)                # Print help (see more with '--help')
    ...words: string          # Conditions (`ns=default`) and files, told apart by spelling alone: `./ns=default` is a file
  ]

  def "nu-complete knoxlog top output" [] {
    [ "line" "table" "wide" "block" "json" "raw" "csv" "tsv" "logfmt" "yaml" "md" "fmt" ]
  }

  def "nu-complete knoxlog top color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete knoxlog top progress" [] {
    [ "auto" "never" ]
  }

  def "nu-complete knoxlog top envelope" [] {
    [ "auto" "cri" "syslog" "kubectl" "bare" "karmor" "stern" "docker" "splunk" "elastic" "otlp" "loki" "saas" "sidekick" "message" "journald" ]
  }

  # Show the most frequent values of fields, or combinations of them: how many, which share, when
  export extern "knoxlog top" [
    --groups(-N): string      # How many to show: 20, or with --pct as many as that takes
    --pct: string             # The most frequent that have so many percent of the records together
    --expr(-e): string        # A condition; may be given again
    --exclude(-x): string     # Leave out what meets this condition; may be given again
    --invert(-v)              # Take the records that do not match
    --namespace(-n): string   # ns=NS: the namespace
    --ns: string              # ns=NS: the namespace
    --selector(-l): string    # Labels, all of which must hold: app=vault,tier!=db,env,!canary
    --pod: string             # pod=POD; a pattern may have * and ?
    --container: string       # container=NAME
    --host: string            # host=NODE
    --node: string            # host=NODE
    --op: string              # op=OP: Process, File, Network, Syscall, Capabilities …
    --operation: string       # op=OP: Process, File, Network, Syscall, Capabilities …
    --syscall: string         # syscall=NAME, with or without SYS_
    --proc: string            # exe=NAME: the executable's base name, or a path
    --exe: string             # exe=NAME: the executable's base name, or a path
    --result: string          # result=TEXT: Passed, 'Permission denied' …
    --policy: string          # policy=NAME
    --type: string            # type=TYPE, such as `MatchedPolicy`
    --source: string          # source=TEXT
    --resource: string        # resource=TEXT
    --ioc: path               # Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which
    --no-infer                # Do not take a missing uid or ppid for 0
    --since: string           # From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)
    --until: string           # Before this moment, which is left out itself
    --tz: string              # Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin
    --local(-L)               # --tz local
    --utc                     # --tz UTC
    --around: string          # A window about this moment, as wide as --within says on either side
    --within: string          # How far --around reaches: 5s, 2m30s
    --now: string             # The moment that `now` names; to repeat an answer that asked for relative times
    --max-count(-m): string   # Stop after this many matches
    --limit: string           # Stop after this many matches
    --first: string           # Stop after this many matches
    --tail: string            # Only the last matches
    --last: string            # Only the last matches
    --after-context(-A): string # Show this many records after each match
    --before-context(-B): string # Show this many records before each match
    --context(-C): string     # Show this many records on either side of each match
    --context-by: string      # Of the neighbours, only those that have this field in common with the match: container
    --sort(-s): string        # Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time
    --no-merge                # Show several files one after the other, not merged by time; the same as --sort none
    --dedupe: string          # Leave out records equal to one before but for the time, within DUR
    --collapse: string        # Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which
    --keep-unparsed           # Print lines that are no records too; with -o line or raw
    --quiet(-q)               # Print nothing; the exit code tells. Stops at the first match
    --count                   # Print only the number of matches
    --output(-o): string@"nu-complete knoxlog top output" # Output format
    --json                    # -o json
    --raw(-r)                 # -o raw
    --columns(-c): string     # Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth
    --color: string@"nu-complete knoxlog top color" # Colour
    --colour: string@"nu-complete knoxlog top color" # Colour
    --no-header               # Leave the row of headings out
    --width: string           # Columns of the terminal
    --ascii                   # Show ASCII alone; any other character is spelt \u{…}. For line, table, wide, block and tables of counts
    --no-csv-guard            # Leave CSV cells that begin as a formula as they are
    --csv-raw                 # Leave CSV cells that begin as a formula as they are
    --virtual                 # With -o json: add the fields that are read out of others, under the key `knox`
    --redact                  # Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them
    --progress: string@"nu-complete knoxlog top progress" # The bar on standard error, for what takes over a second
    --no-messages             # Keep warnings, notes and the account at the end to itself
    --envelope: string@"nu-complete knoxlog top envelope" # What is wrapped round each record
    --recursive(-R)           # Read the files of folders, and of the folders in them
    --strict                  # Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked
    --allow-empty             # Take it for a no if there is no record, or none in the window of time: exit code 1, not 2
    --max-line: string        # Longest line: 64M
    --threads(-j): string     # Threads
    --mmap                    # Map files whatever their age
    --no-mmap                 # Read files instead of mapping them
    --no-skim                 # Read every record, even one that cannot match
    --block-size: string      # Bytes to read at once: 256K
    --memory: string          # Memory that groups and processes may take: 256M, 1G for a tree
    --most-groups: string     # Groups to measure in one reading
    --config: path            # Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    --no-config               # Read no such file
    --help(-h)                # Print help (see more with '--help')
    fields: string            # Fields whose values, or combinations of values, are counted: exe,ip; `path/2`: paths to a depth
    ...words: string          # Conditions (`ns=default`) and files, told apart by spelling alone: `./ns=default` is a file
  ]

  def "nu-complete knoxlog rare output" [] {
    [ "line" "table" "wide" "block" "json" "raw" "csv" "tsv" "logfmt" "yaml" "md" "fmt" ]
  }

  def "nu-complete knoxlog rare color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete knoxlog rare progress" [] {
    [ "auto" "never" ]
  }

  def "nu-complete knoxlog rare envelope" [] {
    [ "auto" "cri" "syslog" "kubectl" "bare" "karmor" "stern" "docker" "splunk" "elastic" "otlp" "loki" "saas" "sidekick" "message" "journald" ]
  }

  # Show the least frequent values of fields, or combinations of them
  export extern "knoxlog rare" [
    --max: string             # Records that a group has at most
    --expr(-e): string        # A condition; may be given again
    --exclude(-x): string     # Leave out what meets this condition; may be given again
    --invert(-v)              # Take the records that do not match
    --namespace(-n): string   # ns=NS: the namespace
    --ns: string              # ns=NS: the namespace
    --selector(-l): string    # Labels, all of which must hold: app=vault,tier!=db,env,!canary
    --pod: string             # pod=POD; a pattern may have * and ?
    --container: string       # container=NAME
    --host: string            # host=NODE
    --node: string            # host=NODE
    --op: string              # op=OP: Process, File, Network, Syscall, Capabilities …
    --operation: string       # op=OP: Process, File, Network, Syscall, Capabilities …
    --syscall: string         # syscall=NAME, with or without SYS_
    --proc: string            # exe=NAME: the executable's base name, or a path
    --exe: string             # exe=NAME: the executable's base name, or a path
    --result: string          # result=TEXT: Passed, 'Permission denied' …
    --policy: string          # policy=NAME
    --type: string            # type=TYPE, such as `MatchedPolicy`
    --source: string          # source=TEXT
    --resource: string        # resource=TEXT
    --ioc: path               # Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which
    --no-infer                # Do not take a missing uid or ppid for 0
    --since: string           # From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)
    --until: string           # Before this moment, which is left out itself
    --tz: string              # Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin
    --local(-L)               # --tz local
    --utc                     # --tz UTC
    --around: string          # A window about this moment, as wide as --within says on either side
    --within: string          # How far --around reaches: 5s, 2m30s
    --now: string             # The moment that `now` names; to repeat an answer that asked for relative times
    --max-count(-m): string   # Stop after this many matches
    --limit: string           # Stop after this many matches
    --first: string           # Stop after this many matches
    --tail: string            # Only the last matches
    --last: string            # Only the last matches
    --after-context(-A): string # Show this many records after each match
    --before-context(-B): string # Show this many records before each match
    --context(-C): string     # Show this many records on either side of each match
    --context-by: string      # Of the neighbours, only those that have this field in common with the match: container
    --sort(-s): string        # Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time
    --no-merge                # Show several files one after the other, not merged by time; the same as --sort none
    --dedupe: string          # Leave out records equal to one before but for the time, within DUR
    --collapse: string        # Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which
    --keep-unparsed           # Print lines that are no records too; with -o line or raw
    --quiet(-q)               # Print nothing; the exit code tells. Stops at the first match
    --count                   # Print only the number of matches
    --output(-o): string@"nu-complete knoxlog rare output" # Output format
    --json                    # -o json
    --raw(-r)                 # -o raw
    --columns(-c): string     # Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth
    --color: string@"nu-complete knoxlog rare color" # Colour
    --colour: string@"nu-complete knoxlog rare color" # Colour
    --no-header               # Leave the row of headings out
    --width: string           # Columns of the terminal
    --ascii                   # Show ASCII alone; any other character is spelt \u{…}. For line, table, wide, block and tables of counts
    --no-csv-guard            # Leave CSV cells that begin as a formula as they are
    --csv-raw                 # Leave CSV cells that begin as a formula as they are
    --virtual                 # With -o json: add the fields that are read out of others, under the key `knox`
    --redact                  # Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them
    --progress: string@"nu-complete knoxlog rare progress" # The bar on standard error, for what takes over a second
    --no-messages             # Keep warnings, notes and the account at the end to itself
    --envelope: string@"nu-complete knoxlog rare envelope" # What is wrapped round each record
    --recursive(-R)           # Read the files of folders, and of the folders in them
    --strict                  # Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked
    --allow-empty             # Take it for a no if there is no record, or none in the window of time: exit code 1, not 2
    --max-line: string        # Longest line: 64M
    --threads(-j): string     # Threads
    --mmap                    # Map files whatever their age
    --no-mmap                 # Read files instead of mapping them
    --no-skim                 # Read every record, even one that cannot match
    --block-size: string      # Bytes to read at once: 256K
    --memory: string          # Memory that groups and processes may take: 256M, 1G for a tree
    --most-groups: string     # Groups to measure in one reading
    --config: path            # Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    --no-config               # Read no such file
    --help(-h)                # Print help (see more with '--help')
    fields: string            # Fields whose values, or combinations of values, are counted: ns,exe; `path/2`: paths to a depth
    ...words: string          # Conditions (`ns=default`) and files, told apart by spelling alone: `./ns=default` is a file
  ]

  def "nu-complete knoxlog hist color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete knoxlog hist progress" [] {
    [ "auto" "never" ]
  }

  def "nu-complete knoxlog hist envelope" [] {
    [ "auto" "cri" "syslog" "kubectl" "bare" "karmor" "stern" "docker" "splunk" "elastic" "otlp" "loki" "saas" "sidekick" "message" "journald" ]
  }

  def "nu-complete knoxlog hist output" [] {
    [ "table" "json" "csv" "tsv" "md" "svg" ]
  }

  # Show when: the matches over time, empty stretches and gaps of the log among them
  export extern "knoxlog hist" [
    --every: string           # Width of a bucket: 1ms … 1s, 30s, 1m, 1h, 1d, 7d, 1y; auto takes one that suits the span. Days are those of --tz
    --by: string              # Show which values of a field the matches have: the most frequent ones, and the others together
    --expr(-e): string        # A condition; may be given again
    --exclude(-x): string     # Leave out what meets this condition; may be given again
    --invert(-v)              # Take the records that do not match
    --namespace(-n): string   # ns=NS: the namespace
    --ns: string              # ns=NS: the namespace
    --selector(-l): string    # Labels, all of which must hold: app=vault,tier!=db,env,!canary
    --pod: string             # pod=POD; a pattern may have * and ?
    --container: string       # container=NAME
    --host: string            # host=NODE
    --node: string            # host=NODE
    --op: string              # op=OP: Process, File, Network, Syscall, Capabilities …
    --operation: string       # op=OP: Process, File, Network, Syscall, Capabilities …
    --syscall: string         # syscall=NAME, with or without SYS_
    --proc: string            # exe=NAME: the executable's base name, or a path
    --exe: string             # exe=NAME: the executable's base name, or a path
    --result: string          # result=TEXT: Passed, 'Permission denied' …
    --policy: string          # policy=NAME
    --type: string            # type=TYPE, such as `MatchedPolicy`
    --source: string          # source=TEXT
    --resource: string        # resource=TEXT
    --ioc: path               # Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which
    --no-infer                # Do not take a missing uid or ppid for 0
    --since: string           # From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)
    --until: string           # Before this moment, which is left out itself
    --tz: string              # Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin
    --local(-L)               # --tz local
    --utc                     # --tz UTC
    --around: string          # A window about this moment, as wide as --within says on either side
    --within: string          # How far --around reaches: 5s, 2m30s
    --now: string             # The moment that `now` names; to repeat an answer that asked for relative times
    --max-count(-m): string   # Stop after this many matches
    --limit: string           # Stop after this many matches
    --first: string           # Stop after this many matches
    --tail: string            # Only the last matches
    --last: string            # Only the last matches
    --after-context(-A): string # Show this many records after each match
    --before-context(-B): string # Show this many records before each match
    --context(-C): string     # Show this many records on either side of each match
    --context-by: string      # Of the neighbours, only those that have this field in common with the match: container
    --sort(-s): string        # Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time
    --no-merge                # Show several files one after the other, not merged by time; the same as --sort none
    --dedupe: string          # Leave out records equal to one before but for the time, within DUR
    --collapse: string        # Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which
    --keep-unparsed           # Print lines that are no records too; with -o line or raw
    --quiet(-q)               # Print nothing; the exit code tells. Stops at the first match
    --count                   # Print only the number of matches
    --json                    # -o json
    --raw(-r)                 # -o raw
    --columns(-c): string     # Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth
    --color: string@"nu-complete knoxlog hist color" # Colour
    --colour: string@"nu-complete knoxlog hist color" # Colour
    --no-header               # Leave the row of headings out
    --width: string           # Columns of the terminal
    --ascii                   # Show ASCII alone; any other character is spelt \u{…}. For line, table, wide, block and tables of counts
    --no-csv-guard            # Leave CSV cells that begin as a formula as they are
    --csv-raw                 # Leave CSV cells that begin as a formula as they are
    --virtual                 # With -o json: add the fields that are read out of others, under the key `knox`
    --redact                  # Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them
    --progress: string@"nu-complete knoxlog hist progress" # The bar on standard error, for what takes over a second
    --no-messages             # Keep warnings, notes and the account at the end to itself
    --envelope: string@"nu-complete knoxlog hist envelope" # What is wrapped round each record
    --recursive(-R)           # Read the files of folders, and of the folders in them
    --strict                  # Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked
    --allow-empty             # Take it for a no if there is no record, or none in the window of time: exit code 1, not 2
    --max-line: string        # Longest line: 64M
    --threads(-j): string     # Threads
    --mmap                    # Map files whatever their age
    --no-mmap                 # Read files instead of mapping them
    --no-skim                 # Read every record, even one that cannot match
    --block-size: string      # Bytes to read at once: 256K
    --memory: string          # Memory that groups and processes may take: 256M, 1G for a tree
    --most-groups: string     # Groups to measure in one reading
    --config: path            # Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    --no-config               # Read no such file
    --output(-o): string@"nu-complete knoxlog hist output" # Output format
    --help(-h)                # Print help (see more with '--help')
    ...words: string          # Conditions (`ns=default`) and files, told apart by spelling alone: `./ns=default` is a file
  ]

  def "nu-complete knoxlog report color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete knoxlog report progress" [] {
    [ "auto" "never" ]
  }

  def "nu-complete knoxlog report envelope" [] {
    [ "auto" "cri" "syslog" "kubectl" "bare" "karmor" "stern" "docker" "splunk" "elastic" "otlp" "loki" "saas" "sidekick" "message" "journald" ]
  }

  def "nu-complete knoxlog report output" [] {
    [ "html" "md" ]
  }

  # Write one file for hand-over: the question, its inputs, and all answers to it
  export extern "knoxlog report" [
    --events: string          # Matching events that are shown, the first by time: at most 50,000
    --expr(-e): string        # A condition; may be given again
    --exclude(-x): string     # Leave out what meets this condition; may be given again
    --invert(-v)              # Take the records that do not match
    --namespace(-n): string   # ns=NS: the namespace
    --ns: string              # ns=NS: the namespace
    --selector(-l): string    # Labels, all of which must hold: app=vault,tier!=db,env,!canary
    --pod: string             # pod=POD; a pattern may have * and ?
    --container: string       # container=NAME
    --host: string            # host=NODE
    --node: string            # host=NODE
    --op: string              # op=OP: Process, File, Network, Syscall, Capabilities …
    --operation: string       # op=OP: Process, File, Network, Syscall, Capabilities …
    --syscall: string         # syscall=NAME, with or without SYS_
    --proc: string            # exe=NAME: the executable's base name, or a path
    --exe: string             # exe=NAME: the executable's base name, or a path
    --result: string          # result=TEXT: Passed, 'Permission denied' …
    --policy: string          # policy=NAME
    --type: string            # type=TYPE, such as `MatchedPolicy`
    --source: string          # source=TEXT
    --resource: string        # resource=TEXT
    --ioc: path               # Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which
    --no-infer                # Do not take a missing uid or ppid for 0
    --since: string           # From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)
    --until: string           # Before this moment, which is left out itself
    --tz: string              # Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin
    --local(-L)               # --tz local
    --utc                     # --tz UTC
    --around: string          # A window about this moment, as wide as --within says on either side
    --within: string          # How far --around reaches: 5s, 2m30s
    --now: string             # The moment that `now` names; to repeat an answer that asked for relative times
    --max-count(-m): string   # Stop after this many matches
    --limit: string           # Stop after this many matches
    --first: string           # Stop after this many matches
    --tail: string            # Only the last matches
    --last: string            # Only the last matches
    --after-context(-A): string # Show this many records after each match
    --before-context(-B): string # Show this many records before each match
    --context(-C): string     # Show this many records on either side of each match
    --context-by: string      # Of the neighbours, only those that have this field in common with the match: container
    --sort(-s): string        # Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time
    --no-merge                # Show several files one after the other, not merged by time; the same as --sort none
    --dedupe: string          # Leave out records equal to one before but for the time, within DUR
    --collapse: string        # Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which
    --keep-unparsed           # Print lines that are no records too; with -o line or raw
    --quiet(-q)               # Print nothing; the exit code tells. Stops at the first match
    --count                   # Print only the number of matches
    --json                    # -o json
    --raw(-r)                 # -o raw
    --columns(-c): string     # Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth
    --color: string@"nu-complete knoxlog report color" # Colour
    --colour: string@"nu-complete knoxlog report color" # Colour
    --no-header               # Leave the row of headings out
    --width: string           # Columns of the terminal
    --ascii                   # Show ASCII alone; any other character is spelt \u{…}. For line, table, wide, block and tables of counts
    --no-csv-guard            # Leave CSV cells that begin as a formula as they are
    --csv-raw                 # Leave CSV cells that begin as a formula as they are
    --virtual                 # With -o json: add the fields that are read out of others, under the key `knox`
    --redact                  # Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them
    --progress: string@"nu-complete knoxlog report progress" # The bar on standard error, for what takes over a second
    --no-messages             # Keep warnings, notes and the account at the end to itself
    --envelope: string@"nu-complete knoxlog report envelope" # What is wrapped round each record
    --recursive(-R)           # Read the files of folders, and of the folders in them
    --strict                  # Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked
    --allow-empty             # Take it for a no if there is no record, or none in the window of time: exit code 1, not 2
    --max-line: string        # Longest line: 64M
    --threads(-j): string     # Threads
    --mmap                    # Map files whatever their age
    --no-mmap                 # Read files instead of mapping them
    --no-skim                 # Read every record, even one that cannot match
    --block-size: string      # Bytes to read at once: 256K
    --memory: string          # Memory that groups and processes may take: 256M, 1G for a tree
    --most-groups: string     # Groups to measure in one reading
    --config: path            # Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    --no-config               # Read no such file
    --output(-o): string@"nu-complete knoxlog report output" # Output format
    --help(-h)                # Print help (see more with '--help')
    ...words: string          # Conditions (`ns=default`) and files, told apart by spelling alone: `./ns=default` is a file
  ]

  def "nu-complete knoxlog fields output" [] {
    [ "line" "table" "wide" "block" "json" "raw" "csv" "tsv" "logfmt" "yaml" "md" "fmt" ]
  }

  def "nu-complete knoxlog fields color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete knoxlog fields progress" [] {
    [ "auto" "never" ]
  }

  def "nu-complete knoxlog fields envelope" [] {
    [ "auto" "cri" "syslog" "kubectl" "bare" "karmor" "stern" "docker" "splunk" "elastic" "otlp" "loki" "saas" "sidekick" "message" "journald" ]
  }

  # Show what is in the data: fields, how often they are there, values
  export extern "knoxlog fields" [
    --expr(-e): string        # A condition; may be given again
    --exclude(-x): string     # Leave out what meets this condition; may be given again
    --invert(-v)              # Take the records that do not match
    --namespace(-n): string   # ns=NS: the namespace
    --ns: string              # ns=NS: the namespace
    --selector(-l): string    # Labels, all of which must hold: app=vault,tier!=db,env,!canary
    --pod: string             # pod=POD; a pattern may have * and ?
    --container: string       # container=NAME
    --host: string            # host=NODE
    --node: string            # host=NODE
    --op: string              # op=OP: Process, File, Network, Syscall, Capabilities …
    --operation: string       # op=OP: Process, File, Network, Syscall, Capabilities …
    --syscall: string         # syscall=NAME, with or without SYS_
    --proc: string            # exe=NAME: the executable's base name, or a path
    --exe: string             # exe=NAME: the executable's base name, or a path
    --result: string          # result=TEXT: Passed, 'Permission denied' …
    --policy: string          # policy=NAME
    --type: string            # type=TYPE, such as `MatchedPolicy`
    --source: string          # source=TEXT
    --resource: string        # resource=TEXT
    --ioc: path               # Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which
    --no-infer                # Do not take a missing uid or ppid for 0
    --since: string           # From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)
    --until: string           # Before this moment, which is left out itself
    --tz: string              # Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin
    --local(-L)               # --tz local
    --utc                     # --tz UTC
    --around: string          # A window about this moment, as wide as --within says on either side
    --within: string          # How far --around reaches: 5s, 2m30s
    --now: string             # The moment that `now` names; to repeat an answer that asked for relative times
    --max-count(-m): string   # Stop after this many matches
    --limit: string           # Stop after this many matches
    --first: string           # Stop after this many matches
    --tail: string            # Only the last matches
    --last: string            # Only the last matches
    --after-context(-A): string # Show this many records after each match
    --before-context(-B): string # Show this many records before each match
    --context(-C): string     # Show this many records on either side of each match
    --context-by: string      # Of the neighbours, only those that have this field in common with the match: container
    --sort(-s): string        # Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time
    --no-merge                # Show several files one after the other, not merged by time; the same as --sort none
    --dedupe: string          # Leave out records equal to one before but for the time, within DUR
    --collapse: string        # Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which
    --keep-unparsed           # Print lines that are no records too; with -o line or raw
    --quiet(-q)               # Print nothing; the exit code tells. Stops at the first match
    --count                   # Print only the number of matches
    --output(-o): string@"nu-complete knoxlog fields output" # Output format
    --json                    # -o json
    --raw(-r)                 # -o raw
    --columns(-c): string     # Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth
    --color: string@"nu-complete knoxlog fields color" # Colour
    --colour: string@"nu-complete knoxlog fields color" # Colour
    --no-header               # Leave the row of headings out
    --width: string           # Columns of the terminal
    --ascii                   # Show ASCII alone; any other character is spelt \u{…}. For line, table, wide, block and tables of counts
    --no-csv-guard            # Leave CSV cells that begin as a formula as they are
    --csv-raw                 # Leave CSV cells that begin as a formula as they are
    --virtual                 # With -o json: add the fields that are read out of others, under the key `knox`
    --redact                  # Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them
    --progress: string@"nu-complete knoxlog fields progress" # The bar on standard error, for what takes over a second
    --no-messages             # Keep warnings, notes and the account at the end to itself
    --envelope: string@"nu-complete knoxlog fields envelope" # What is wrapped round each record
    --recursive(-R)           # Read the files of folders, and of the folders in them
    --strict                  # Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked
    --allow-empty             # Take it for a no if there is no record, or none in the window of time: exit code 1, not 2
    --max-line: string        # Longest line: 64M
    --threads(-j): string     # Threads
    --mmap                    # Map files whatever their age
    --no-mmap                 # Read files instead of mapping them
    --no-skim                 # Read every record, even one that cannot match
    --block-size: string      # Bytes to read at once: 256K
    --memory: string          # Memory that groups and processes may take: 256M, 1G for a tree
    --most-groups: string     # Groups to measure in one reading
    --config: path            # Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    --no-config               # Read no such file
    --help(-h)                # Print help (see more with '--help')
    ...words: string          # Conditions (`ns=default`) and files, told apart by spelling alone: `./ns=default` is a file
  ]

  def "nu-complete knoxlog tree output" [] {
    [ "line" "table" "wide" "block" "json" "raw" "csv" "tsv" "logfmt" "yaml" "md" "fmt" ]
  }

  def "nu-complete knoxlog tree color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete knoxlog tree progress" [] {
    [ "auto" "never" ]
  }

  def "nu-complete knoxlog tree envelope" [] {
    [ "auto" "cri" "syslog" "kubectl" "bare" "karmor" "stern" "docker" "splunk" "elastic" "otlp" "loki" "saas" "sidekick" "message" "journald" ]
  }

  # Show who started whom: process trees by node and container
  export extern "knoxlog tree" [
    --of: string              # Only this process, by its PID on the node, or the processes of this exec session, with their ancestors and all that they started; may be given again
    --sessions                # Only what was entered from outside: exec sessions and terminals in containers
    --peers                   # List the peers that each process talked to, and the names that it asked for
    --writes                  # List the paths that each process wrote to, changed or removed
    --unfold                  # Show processes alike one by one
    --expr(-e): string        # A condition; may be given again
    --exclude(-x): string     # Leave out what meets this condition; may be given again
    --invert(-v)              # Take the records that do not match
    --namespace(-n): string   # ns=NS: the namespace
    --ns: string              # ns=NS: the namespace
    --selector(-l): string    # Labels, all of which must hold: app=vault,tier!=db,env,!canary
    --pod: string             # pod=POD; a pattern may have * and ?
    --container: string       # container=NAME
    --host: string            # host=NODE
    --node: string            # host=NODE
    --op: string              # op=OP: Process, File, Network, Syscall, Capabilities …
    --operation: string       # op=OP: Process, File, Network, Syscall, Capabilities …
    --syscall: string         # syscall=NAME, with or without SYS_
    --proc: string            # exe=NAME: the executable's base name, or a path
    --exe: string             # exe=NAME: the executable's base name, or a path
    --result: string          # result=TEXT: Passed, 'Permission denied' …
    --policy: string          # policy=NAME
    --type: string            # type=TYPE, such as `MatchedPolicy`
    --source: string          # source=TEXT
    --resource: string        # resource=TEXT
    --ioc: path               # Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which
    --no-infer                # Do not take a missing uid or ppid for 0
    --since: string           # From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)
    --until: string           # Before this moment, which is left out itself
    --tz: string              # Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin
    --local(-L)               # --tz local
    --utc                     # --tz UTC
    --around: string          # A window about this moment, as wide as --within says on either side
    --within: string          # How far --around reaches: 5s, 2m30s
    --now: string             # The moment that `now` names; to repeat an answer that asked for relative times
    --max-count(-m): string   # Stop after this many matches
    --limit: string           # Stop after this many matches
    --first: string           # Stop after this many matches
    --tail: string            # Only the last matches
    --last: string            # Only the last matches
    --after-context(-A): string # Show this many records after each match
    --before-context(-B): string # Show this many records before each match
    --context(-C): string     # Show this many records on either side of each match
    --context-by: string      # Of the neighbours, only those that have this field in common with the match: container
    --sort(-s): string        # Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time
    --no-merge                # Show several files one after the other, not merged by time; the same as --sort none
    --dedupe: string          # Leave out records equal to one before but for the time, within DUR
    --collapse: string        # Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which
    --keep-unparsed           # Print lines that are no records too; with -o line or raw
    --quiet(-q)               # Print nothing; the exit code tells. Stops at the first match
    --count                   # Print only the number of matches
    --output(-o): string@"nu-complete knoxlog tree output" # Output format
    --json                    # -o json
    --raw(-r)                 # -o raw
    --columns(-c): string     # Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth
    --color: string@"nu-complete knoxlog tree color" # Colour
    --colour: string@"nu-complete knoxlog tree color" # Colour
    --no-header               # Leave the row of headings out
    --width: string           # Columns of the terminal
    --ascii                   # Show ASCII alone; any other character is spelt \u{…}. For line, table, wide, block and tables of counts
    --no-csv-guard            # Leave CSV cells that begin as a formula as they are
    --csv-raw                 # Leave CSV cells that begin as a formula as they are
    --virtual                 # With -o json: add the fields that are read out of others, under the key `knox`
    --redact                  # Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them
    --progress: string@"nu-complete knoxlog tree progress" # The bar on standard error, for what takes over a second
    --no-messages             # Keep warnings, notes and the account at the end to itself
    --envelope: string@"nu-complete knoxlog tree envelope" # What is wrapped round each record
    --recursive(-R)           # Read the files of folders, and of the folders in them
    --strict                  # Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked
    --allow-empty             # Take it for a no if there is no record, or none in the window of time: exit code 1, not 2
    --max-line: string        # Longest line: 64M
    --threads(-j): string     # Threads
    --mmap                    # Map files whatever their age
    --no-mmap                 # Read files instead of mapping them
    --no-skim                 # Read every record, even one that cannot match
    --block-size: string      # Bytes to read at once: 256K
    --memory: string          # Memory that groups and processes may take: 256M, 1G for a tree
    --most-groups: string     # Groups to measure in one reading
    --config: path            # Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    --no-config               # Read no such file
    --help(-h)                # Print help (see more with '--help')
    ...words: string          # Conditions (`ns=default`) and files, told apart by spelling alone: `./ns=default` is a file
  ]

  def "nu-complete knoxlog stats output" [] {
    [ "line" "table" "wide" "block" "json" "raw" "csv" "tsv" "logfmt" "yaml" "md" "fmt" ]
  }

  def "nu-complete knoxlog stats color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete knoxlog stats progress" [] {
    [ "auto" "never" ]
  }

  def "nu-complete knoxlog stats envelope" [] {
    [ "auto" "cri" "syslog" "kubectl" "bare" "karmor" "stern" "docker" "splunk" "elastic" "otlp" "loki" "saas" "sidekick" "message" "journald" ]
  }

  # Show what there is in the data, and where it is blind: gaps, silences, lines skipped
  export extern "knoxlog stats" [
    --expr(-e): string        # A condition; may be given again
    --exclude(-x): string     # Leave out what meets this condition; may be given again
    --invert(-v)              # Take the records that do not match
    --namespace(-n): string   # ns=NS: the namespace
    --ns: string              # ns=NS: the namespace
    --selector(-l): string    # Labels, all of which must hold: app=vault,tier!=db,env,!canary
    --pod: string             # pod=POD; a pattern may have * and ?
    --container: string       # container=NAME
    --host: string            # host=NODE
    --node: string            # host=NODE
    --op: string              # op=OP: Process, File, Network, Syscall, Capabilities …
    --operation: string       # op=OP: Process, File, Network, Syscall, Capabilities …
    --syscall: string         # syscall=NAME, with or without SYS_
    --proc: string            # exe=NAME: the executable's base name, or a path
    --exe: string             # exe=NAME: the executable's base name, or a path
    --result: string          # result=TEXT: Passed, 'Permission denied' …
    --policy: string          # policy=NAME
    --type: string            # type=TYPE, such as `MatchedPolicy`
    --source: string          # source=TEXT
    --resource: string        # resource=TEXT
    --ioc: path               # Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which
    --no-infer                # Do not take a missing uid or ppid for 0
    --since: string           # From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)
    --until: string           # Before this moment, which is left out itself
    --tz: string              # Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin
    --local(-L)               # --tz local
    --utc                     # --tz UTC
    --around: string          # A window about this moment, as wide as --within says on either side
    --within: string          # How far --around reaches: 5s, 2m30s
    --now: string             # The moment that `now` names; to repeat an answer that asked for relative times
    --max-count(-m): string   # Stop after this many matches
    --limit: string           # Stop after this many matches
    --first: string           # Stop after this many matches
    --tail: string            # Only the last matches
    --last: string            # Only the last matches
    --after-context(-A): string # Show this many records after each match
    --before-context(-B): string # Show this many records before each match
    --context(-C): string     # Show this many records on either side of each match
    --context-by: string      # Of the neighbours, only those that have this field in common with the match: container
    --sort(-s): string        # Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time
    --no-merge                # Show several files one after the other, not merged by time; the same as --sort none
    --dedupe: string          # Leave out records equal to one before but for the time, within DUR
    --collapse: string        # Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which
    --keep-unparsed           # Print lines that are no records too; with -o line or raw
    --quiet(-q)               # Print nothing; the exit code tells. Stops at the first match
    --count                   # Print only the number of matches
    --output(-o): string@"nu-complete knoxlog stats output" # Output format
    --json                    # -o json
    --raw(-r)                 # -o raw
    --columns(-c): string     # Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth
    --color: string@"nu-complete knoxlog stats color" # Colour
    --colour: string@"nu-complete knoxlog stats color" # Colour
    --no-header               # Leave the row of headings out
    --width: string           # Columns of the terminal
    --ascii                   # Show ASCII alone; any other character is spelt \u{…}. For line, table, wide, block and tables of counts
    --no-csv-guard            # Leave CSV cells that begin as a formula as they are
    --csv-raw                 # Leave CSV cells that begin as a formula as they are
    --virtual                 # With -o json: add the fields that are read out of others, under the key `knox`
    --redact                  # Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them
    --progress: string@"nu-complete knoxlog stats progress" # The bar on standard error, for what takes over a second
    --no-messages             # Keep warnings, notes and the account at the end to itself
    --envelope: string@"nu-complete knoxlog stats envelope" # What is wrapped round each record
    --recursive(-R)           # Read the files of folders, and of the folders in them
    --strict                  # Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked
    --allow-empty             # Take it for a no if there is no record, or none in the window of time: exit code 1, not 2
    --max-line: string        # Longest line: 64M
    --threads(-j): string     # Threads
    --mmap                    # Map files whatever their age
    --no-mmap                 # Read files instead of mapping them
    --no-skim                 # Read every record, even one that cannot match
    --block-size: string      # Bytes to read at once: 256K
    --memory: string          # Memory that groups and processes may take: 256M, 1G for a tree
    --most-groups: string     # Groups to measure in one reading
    --config: path            # Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    --no-config               # Read no such file
    --help(-h)                # Print help (see more with '--help')
    ...words: string          # Conditions (`ns=default`) and files, told apart by spelling alone: `./ns=default` is a file
  ]

  def "nu-complete knoxlog tui envelope" [] {
    [ "auto" "cri" "syslog" "kubectl" "bare" "karmor" "stern" "docker" "splunk" "elastic" "otlp" "loki" "saas" "sidekick" "message" "journald" ]
  }

  def "nu-complete knoxlog tui color" [] {
    [ "auto" "always" "never" ]
  }

  # Explore records on an interactive screen with a timeline
  export extern "knoxlog tui" [
    --expr(-e): string        # A condition; may be given again
    --exclude(-x): string     # Leave out what meets this condition; may be given again
    --invert(-v)              # Take the records that do not match
    --namespace(-n): string   # ns=NS: the namespace
    --ns: string              # ns=NS: the namespace
    --selector(-l): string    # Labels, all of which must hold: app=vault,tier!=db,env,!canary
    --pod: string             # pod=POD; a pattern may have * and ?
    --container: string       # container=NAME
    --host: string            # host=NODE
    --node: string            # host=NODE
    --op: string              # op=OP: Process, File, Network, Syscall, Capabilities …
    --operation: string       # op=OP: Process, File, Network, Syscall, Capabilities …
    --syscall: string         # syscall=NAME, with or without SYS_
    --proc: string            # exe=NAME: the executable's base name, or a path
    --exe: string             # exe=NAME: the executable's base name, or a path
    --result: string          # result=TEXT: Passed, 'Permission denied' …
    --policy: string          # policy=NAME
    --type: string            # type=TYPE, such as `MatchedPolicy`
    --source: string          # source=TEXT
    --resource: string        # resource=TEXT
    --ioc: path               # Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which
    --no-infer                # Do not take a missing uid or ppid for 0
    --since: string           # From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)
    --until: string           # Before this moment, which is left out itself
    --tz: string              # Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin
    --local(-L)               # --tz local
    --utc                     # --tz UTC
    --around: string          # A window about this moment, as wide as --within says on either side
    --within: string          # How far --around reaches: 5s, 2m30s
    --now: string             # The moment that `now` names; to repeat an answer that asked for relative times
    --envelope: string@"nu-complete knoxlog tui envelope" # What is wrapped round each record
    --recursive(-R)           # Read the files of folders, and of the folders in them
    --strict                  # Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked
    --allow-empty             # Take it for a no if there is no record, or none in the window of time: exit code 1, not 2
    --max-line: string        # Longest line: 64M
    --threads(-j): string     # Threads
    --mmap                    # Map files whatever their age
    --no-mmap                 # Read files instead of mapping them
    --no-skim                 # Read every record, even one that cannot match
    --block-size: string      # Bytes to read at once: 256K
    --memory: string          # Memory that groups and processes may take: 256M, 1G for a tree
    --most-groups: string     # Groups to measure in one reading
    --columns(-c): string     # Fields that the list shows: when,where,op,by,what,end are its own
    --ascii                   # Draw with ASCII alone
    --color: string@"nu-complete knoxlog tui color" # Colour
    --colour: string@"nu-complete knoxlog tui color" # Colour
    --keys: path              # Play the keys of this file on a screen without a terminal, and print the screens it asks for
    --config: path            # Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    --no-config               # Read no such file
    --help(-h)                # Print help (see more with '--help')
    ...words: string          # Conditions (`ns=default`) to begin with, and files, told apart by spelling alone
  ]

  def "nu-complete knoxlog new output" [] {
    [ "line" "table" "wide" "block" "json" "raw" "csv" "tsv" "logfmt" "yaml" "md" "fmt" ]
  }

  def "nu-complete knoxlog new color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete knoxlog new progress" [] {
    [ "auto" "never" ]
  }

  def "nu-complete knoxlog new envelope" [] {
    [ "auto" "cri" "syslog" "kubectl" "bare" "karmor" "stern" "docker" "splunk" "elastic" "otlp" "loki" "saas" "sidekick" "message" "journald" ]
  }

  # Show what was never seen in a baseline: combinations of fields, or behaviours
  export extern "knoxlog new" [
    --baseline: string        # What is known: a file, or a folder for all in it; may be given again
    --before: string          # What is known: the records before this moment, of the same files
    --expr(-e): string        # A condition; may be given again
    --exclude(-x): string     # Leave out what meets this condition; may be given again
    --invert(-v)              # Take the records that do not match
    --namespace(-n): string   # ns=NS: the namespace
    --ns: string              # ns=NS: the namespace
    --selector(-l): string    # Labels, all of which must hold: app=vault,tier!=db,env,!canary
    --pod: string             # pod=POD; a pattern may have * and ?
    --container: string       # container=NAME
    --host: string            # host=NODE
    --node: string            # host=NODE
    --op: string              # op=OP: Process, File, Network, Syscall, Capabilities …
    --operation: string       # op=OP: Process, File, Network, Syscall, Capabilities …
    --syscall: string         # syscall=NAME, with or without SYS_
    --proc: string            # exe=NAME: the executable's base name, or a path
    --exe: string             # exe=NAME: the executable's base name, or a path
    --result: string          # result=TEXT: Passed, 'Permission denied' …
    --policy: string          # policy=NAME
    --type: string            # type=TYPE, such as `MatchedPolicy`
    --source: string          # source=TEXT
    --resource: string        # resource=TEXT
    --ioc: path               # Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which
    --no-infer                # Do not take a missing uid or ppid for 0
    --since: string           # From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)
    --until: string           # Before this moment, which is left out itself
    --tz: string              # Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin
    --local(-L)               # --tz local
    --utc                     # --tz UTC
    --around: string          # A window about this moment, as wide as --within says on either side
    --within: string          # How far --around reaches: 5s, 2m30s
    --now: string             # The moment that `now` names; to repeat an answer that asked for relative times
    --max-count(-m): string   # Stop after this many matches
    --limit: string           # Stop after this many matches
    --first: string           # Stop after this many matches
    --tail: string            # Only the last matches
    --last: string            # Only the last matches
    --after-context(-A): string # Show this many records after each match
    --before-context(-B): string # Show this many records before each match
    --context(-C): string     # Show this many records on either side of each match
    --context-by: string      # Of the neighbours, only those that have this field in common with the match: container
    --sort(-s): string        # Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time
    --no-merge                # Show several files one after the other, not merged by time; the same as --sort none
    --dedupe: string          # Leave out records equal to one before but for the time, within DUR
    --collapse: string        # Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which
    --keep-unparsed           # Print lines that are no records too; with -o line or raw
    --quiet(-q)               # Print nothing; the exit code tells. Stops at the first match
    --count                   # Print only the number of matches
    --output(-o): string@"nu-complete knoxlog new output" # Output format
    --json                    # -o json
    --raw(-r)                 # -o raw
    --columns(-c): string     # Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth
    --color: string@"nu-complete knoxlog new color" # Colour
    --colour: string@"nu-complete knoxlog new color" # Colour
    --no-header               # Leave the row of headings out
    --width: string           # Columns of the terminal
    --ascii                   # Show ASCII alone; any other character is spelt \u{…}. For line, table, wide, block and tables of counts
    --no-csv-guard            # Leave CSV cells that begin as a formula as they are
    --csv-raw                 # Leave CSV cells that begin as a formula as they are
    --virtual                 # With -o json: add the fields that are read out of others, under the key `knox`
    --redact                  # Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them
    --progress: string@"nu-complete knoxlog new progress" # The bar on standard error, for what takes over a second
    --no-messages             # Keep warnings, notes and the account at the end to itself
    --envelope: string@"nu-complete knoxlog new envelope" # What is wrapped round each record
    --recursive(-R)           # Read the files of folders, and of the folders in them
    --strict                  # Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked
    --allow-empty             # Take it for a no if there is no record, or none in the window of time: exit code 1, not 2
    --max-line: string        # Longest line: 64M
    --threads(-j): string     # Threads
    --mmap                    # Map files whatever their age
    --no-mmap                 # Read files instead of mapping them
    --no-skim                 # Read every record, even one that cannot match
    --block-size: string      # Bytes to read at once: 256K
    --memory: string          # Memory that groups and processes may take: 256M, 1G for a tree
    --most-groups: string     # Groups to measure in one reading
    --config: path            # Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    --no-config               # Read no such file
    --help(-h)                # Print help (see more with '--help')
    fields?: string           # Fields whose combinations are compared; left out, behaviours are: norm.workload, norm.exe, norm.resource …
    ...words: string          # Conditions (`ns=default`) and files, told apart by spelling alone: `./ns=default` is a file
  ]

  def "nu-complete knoxlog explain output" [] {
    [ "line" "table" "wide" "block" "json" "raw" "csv" "tsv" "logfmt" "yaml" "md" "fmt" ]
  }

  def "nu-complete knoxlog explain color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete knoxlog explain progress" [] {
    [ "auto" "never" ]
  }

  def "nu-complete knoxlog explain envelope" [] {
    [ "auto" "cri" "syslog" "kubectl" "bare" "karmor" "stern" "docker" "splunk" "elastic" "otlp" "loki" "saas" "sidekick" "message" "journald" ]
  }

  # Show how a filter is read; exit 2 if it is invalid
  export extern "knoxlog explain" [
    --fields                  # List every field with its type, an example and what it is
    --behaviour               # List what the fields behaviour and norm.* replace, with an example of each
    --expr(-e): string        # A condition; may be given again
    --exclude(-x): string     # Leave out what meets this condition; may be given again
    --invert(-v)              # Take the records that do not match
    --namespace(-n): string   # ns=NS: the namespace
    --ns: string              # ns=NS: the namespace
    --selector(-l): string    # Labels, all of which must hold: app=vault,tier!=db,env,!canary
    --pod: string             # pod=POD; a pattern may have * and ?
    --container: string       # container=NAME
    --host: string            # host=NODE
    --node: string            # host=NODE
    --op: string              # op=OP: Process, File, Network, Syscall, Capabilities …
    --operation: string       # op=OP: Process, File, Network, Syscall, Capabilities …
    --syscall: string         # syscall=NAME, with or without SYS_
    --proc: string            # exe=NAME: the executable's base name, or a path
    --exe: string             # exe=NAME: the executable's base name, or a path
    --result: string          # result=TEXT: Passed, 'Permission denied' …
    --policy: string          # policy=NAME
    --type: string            # type=TYPE, such as `MatchedPolicy`
    --source: string          # source=TEXT
    --resource: string        # resource=TEXT
    --ioc: path               # Records that hold an indicator of this list, one a line: address, network, domain, hash, path, URL, text; the field `ioc` tells which
    --no-infer                # Do not take a missing uid or ppid for 0
    --since: string           # From this moment on: 2026-03-14T09:30, 09:30, 15m, start+10m, end-15m (of the data; files only)
    --until: string           # Before this moment, which is left out itself
    --tz: string              # Zone of times that are typed and shown: UTC (the default), local, +05:30, Europe/Berlin
    --local(-L)               # --tz local
    --utc                     # --tz UTC
    --around: string          # A window about this moment, as wide as --within says on either side
    --within: string          # How far --around reaches: 5s, 2m30s
    --now: string             # The moment that `now` names; to repeat an answer that asked for relative times
    --max-count(-m): string   # Stop after this many matches
    --limit: string           # Stop after this many matches
    --first: string           # Stop after this many matches
    --tail: string            # Only the last matches
    --last: string            # Only the last matches
    --after-context(-A): string # Show this many records after each match
    --before-context(-B): string # Show this many records before each match
    --context(-C): string     # Show this many records on either side of each match
    --context-by: string      # Of the neighbours, only those that have this field in common with the match: container
    --sort(-s): string        # Sort by these fields; -FIELD is downwards, none keeps the order of the files. Several files are merged by time
    --no-merge                # Show several files one after the other, not merged by time; the same as --sort none
    --dedupe: string          # Leave out records equal to one before but for the time, within DUR
    --collapse: string        # Show one row for what was written several times of one event, within DUR: a system call as two operations, the steps of a connection, an alert and its log, `DefaultPosture` beside a policy. The row tells for how many records it stands; `block`, and json with --virtual, tell which
    --keep-unparsed           # Print lines that are no records too; with -o line or raw
    --quiet(-q)               # Print nothing; the exit code tells. Stops at the first match
    --count                   # Print only the number of matches
    --output(-o): string@"nu-complete knoxlog explain output" # Output format
    --json                    # -o json
    --raw(-r)                 # -o raw
    --columns(-c): string     # Fields to show: time,ns,pod,exe; `+ip,-exe` adds to the usual ones and drops; `all`; `@NAME` of the config; `path/2`: paths to a depth
    --color: string@"nu-complete knoxlog explain color" # Colour
    --colour: string@"nu-complete knoxlog explain color" # Colour
    --no-header               # Leave the row of headings out
    --width: string           # Columns of the terminal
    --ascii                   # Show ASCII alone; any other character is spelt \u{…}. For line, table, wide, block and tables of counts
    --no-csv-guard            # Leave CSV cells that begin as a formula as they are
    --csv-raw                 # Leave CSV cells that begin as a formula as they are
    --virtual                 # With -o json: add the fields that are read out of others, under the key `knox`
    --redact                  # Mask passwords, tokens and keys by their forms, in every output but raw; the filter still sees them
    --progress: string@"nu-complete knoxlog explain progress" # The bar on standard error, for what takes over a second
    --no-messages             # Keep warnings, notes and the account at the end to itself
    --envelope: string@"nu-complete knoxlog explain envelope" # What is wrapped round each record
    --recursive(-R)           # Read the files of folders, and of the folders in them
    --strict                  # Validate every line; one that cannot be read makes the exit code 2, and so does a throttle gap, or a node that fell silent, over what is asked
    --allow-empty             # Take it for a no if there is no record, or none in the window of time: exit code 1, not 2
    --max-line: string        # Longest line: 64M
    --threads(-j): string     # Threads
    --mmap                    # Map files whatever their age
    --no-mmap                 # Read files instead of mapping them
    --no-skim                 # Read every record, even one that cannot match
    --block-size: string      # Bytes to read at once: 256K
    --memory: string          # Memory that groups and processes may take: 256M, 1G for a tree
    --most-groups: string     # Groups to measure in one reading
    --config: path            # Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    --no-config               # Read no such file
    --help(-h)                # Print help (see more with '--help')
    ...words: string          # Conditions (`ns=default`) and files, told apart by spelling alone: `./ns=default` is a file
  ]

  def "nu-complete knoxlog macros output" [] {
    [ "table" "json" ]
  }

  # List the macros that is: names
  export extern "knoxlog macros" [
    --config: path            # Read macros, columns, zone and colour from this file, not from ~/.config/knoxlog/config.toml
    --no-config               # Read no such file
    --output(-o): string@"nu-complete knoxlog macros output" # Output format
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete knoxlog completions shell" [] {
    [ "bash" "zsh" "fish" "powershell" "elvish" "nushell" ]
  }

  # Print the completion script of a shell
  export extern "knoxlog completions" [
    --help(-h)                # Print help (see more with '--help')
    shell: string@"nu-complete knoxlog completions shell" # The shell
  ]

  # Print what a word that is a condition can go on as, one a line: for completion scripts
  export extern "knoxlog complete-term" [
    --help(-h)                # Print help
    word?: string             # The word so far
    ...line: string           # The command line, of which the files are looked into
  ]

  def "nu-complete knoxlog man command" [] {
    [ "filter" "count" "top" "rare" "hist" "report" "fields" "tree" "stats" "new" "tui" "explain" "macros" "completions" "man" ]
  }

  # Print a page of the manual: `knoxlog man | man -l -`
  export extern "knoxlog man" [
    --help(-h)                # Print help
    command?: string@"nu-complete knoxlog man command" # The command that the page is about; left out, the program
  ]

}

export use completions *
