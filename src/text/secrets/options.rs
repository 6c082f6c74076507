//! Options in which tools take secrets: told by the tool that the command line runs.

use std::ops::Range;

/// How an option is followed by its secret.
#[derive(Clone, Copy, PartialEq)]
enum Placement {
    /// In the same word: `-phunter2`.
    Attached,
    /// In the next word: `-p hunter2`.
    Next,
    /// Either.
    Either,
    /// Either, the secret being what stands behind the first of a character: `-u bob:hunter2`.
    Behind(char),
}

/// Tools that take a secret in an option.
struct Tool {
    names: &'static [&'static str],
    /// The word without which the option is another: `docker run -p`.
    within: Option<&'static str>,
    options: &'static [&'static str],
    form: Placement,
}

const fn tool(
    names: &'static [&'static str],
    options: &'static [&'static str],
    form: Placement,
) -> Tool {
    Tool {
        names,
        within: None,
        options,
        form,
    }
}

/// Every tool that is known.
#[rustfmt::skip]
static TOOLS: &[Tool] = &[
    tool(&["mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlshow", "mysqlcheck", "mysqlpump", "mariadb", "mariadb-dump", "mariadb-admin", "mycli"], &["-p"], Placement::Attached),
    tool(&["curl"], &["-u", "--user", "-U", "--proxy-user"], Placement::Behind(':')),
    tool(&["sshpass"], &["-p"], Placement::Either),
    tool(&["redis-cli"], &["-a"], Placement::Either),
    tool(&["mongo", "mongosh", "mongodump", "mongorestore", "mongoexport", "mongoimport", "mongostat"], &["-p"], Placement::Either),
    tool(&["ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami", "ldappasswd", "ldapcompare"], &["-w"], Placement::Either),
    tool(&["smbclient", "rpcclient", "smbget"], &["-U", "--user"], Placement::Behind('%')),
    tool(&["snmpget", "snmpwalk", "snmpset", "snmpbulkwalk"], &["-c", "-A", "-X"], Placement::Next),
    tool(&["zip", "unzip"], &["-P"], Placement::Either),
    tool(&["7z", "7za", "7zr"], &["-p"], Placement::Attached),
    tool(&["sqlcmd", "bcp", "isql", "osql"], &["-P"], Placement::Either),
    tool(&["xfreerdp", "wfreerdp"], &["/p:"], Placement::Attached),
    tool(&["rdesktop"], &["-p"], Placement::Next),
    Tool { within: Some("login"), ..tool(&["docker", "podman", "nerdctl", "buildah", "skopeo", "helm", "oras", "crane", "az", "oc", "registry"], &["-p"], Placement::Either) },
];

/// Names of the tools.
pub(super) const NEEDLES: &[&str] = &[
    "mysql",
    "mariadb",
    "mycli",
    "curl",
    "sshpass",
    "redis-cli",
    "mongo",
    "ldap",
    "smb",
    "rpcclient",
    "snmp",
    "zip",
    "7z ",
    "7za ",
    "7zr ",
    "sqlcmd",
    "bcp",
    "isql",
    "osql",
    "freerdp",
    "rdesktop",
    "login",
];

/// The words of a text, with where they stand.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr().addr();
    text.split_whitespace()
        .map(move |word| (word.as_ptr().addr() - start, word))
}

/// The tool that a word runs, whatever its path; a quote or a bracket before it belongs to a shell.
fn tools_of(word: &str) -> impl Iterator<Item = &'static Tool> {
    let name = word
        .rsplit(['/', '"', '\'', '`', '(', '|', ';', '&'])
        .next()
        .unwrap_or(word);
    TOOLS.iter().filter(move |tool| tool.names.contains(&name))
}

pub(super) fn find(text: &str, found: &mut Vec<Range<usize>>) {
    let mut line = CommandLine::default();
    for (at, word) in words(text) {
        found.extend(line.take(at, word));
    }
}

/// How far a command line was read.
#[derive(Default)]
struct CommandLine {
    /// The tool that it runs.
    tool: Option<&'static Tool>,
    /// Whether the word came within which the tool's options are what they are.
    is_within: bool,
    /// How the next word holds a secret.
    waits: Option<Placement>,
}

impl CommandLine {
    /// Takes the next word; answers where a secret is in it.
    fn take(&mut self, at: usize, word: &str) -> Option<Range<usize>> {
        if let Some(form) = self.waits.take().filter(|_| !word.starts_with('-')) {
            return self.found(secret(at, word, form), form);
        }
        if ["|", "||", "&&", "&", ";"].contains(&word) {
            self.tool = None;
            return None;
        }
        if let Some(next) = tools_of(word).next() {
            (self.tool, self.is_within) = (Some(next), next.within.is_none());
            return None;
        }
        let tool = self.tool?;
        self.is_within |= tool.within == Some(word);
        let end = option_of(tool, word).filter(|_| self.is_within)?;
        let rest = word.get(end..)?;
        let value = rest.strip_prefix('=').unwrap_or(rest);
        match (rest.is_empty(), tool.form) {
            (true, Placement::Attached) | (false, Placement::Next) => None,
            (true, form) => {
                self.waits = Some(form);
                None
            }
            (false, form) => self.found(secret(at + word.len() - value.len(), value, form), form),
        }
    }

    /// What may stand in either form stands there once: what follows may be another command, as behind sshpass.
    fn found(&mut self, secret: Option<Range<usize>>, form: Placement) -> Option<Range<usize>> {
        if secret.is_some() && form == Placement::Either {
            self.tool = None;
        }
        secret
    }
}

/// Where in a word one of a tool's options ends, if it is one; single letters may stand behind others: `-su`.
fn option_of(tool: &Tool, word: &str) -> Option<usize> {
    tool.options.iter().find_map(|option| {
        if option.starts_with("--") {
            let rest = word.strip_prefix(option)?;
            return (rest.is_empty() || rest.starts_with('=')).then_some(option.len());
        }
        if word.starts_with(option) {
            return Some(option.len());
        }
        // Of the letters before it none takes a value of its own: curl's -s, -S, -k, -f, -L, -v, -i.
        let letter = option.strip_prefix('-')?;
        let letters = word
            .strip_prefix('-')
            .filter(|_| tool.form == Placement::Behind(':'))?;
        let before = letters.find(letter)?;
        let are_switches = letters
            .bytes()
            .take(before)
            .all(|byte| b"sSkfLvigG#".contains(&byte));
        are_switches.then_some(1 + before + letter.len())
    })
}

/// Where the secret is in what an option takes; none if it is a variable.
fn secret(at: usize, word: &str, form: Placement) -> Option<Range<usize>> {
    let start = match form {
        Placement::Behind(char) => word.find(char)? + 1,
        Placement::Attached | Placement::Next | Placement::Either => 0,
    };
    let secret = word.get(start..)?;
    let is_none = secret.is_empty() || secret.starts_with('$');
    (!is_none).then(|| at + start..at + word.len())
}
