//! Completion scripts and the manual, from the definitions of the command line and the tables.

use clap::{Command, ValueEnum};
use clap_complete::{Generator, generate, shells};
use clap_mangen::Man;

/// A shell that scripts are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Shell {
    /// bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    #[value(name = "powershell")]
    Pwsh,
    /// elvish
    Elvish,
    /// nushell
    #[value(name = "nushell", alias = "nu")]
    Nushell,
}

/// Conditions, which the command itself knows: fields, then the values that they can have.
const BASH_TERMS: &str = r#"
_knoxlog_terms() {
    _knoxlog "$@"
    local line=${COMP_LINE:0:COMP_POINT} word found
    word=${line##*[[:space:]]}
    [[ $word == -* || $word == */* || ${COMP_WORDS[COMP_CWORD-1]} == -* ]] && return
    mapfile -t found < <(knoxlog complete-term "$word" "${COMP_WORDS[@]:1}" 2>/dev/null)
    # Readline parts words at `=` and `:`; only what follows the last of them is replaced.
    COMPREPLY+=("${found[@]#"${word%"${word##*[=:]}"}"}")
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=:] ]] && compopt -o nospace 2>/dev/null
    return 0
}
complete -F _knoxlog_terms -o bashdefault -o default knoxlog
"#;

/// The same for zsh, which offers files too.
const ZSH_TERMS: &str = r#"_knoxlog_terms() {
    local -a found
    found=(${(f)"$(knoxlog complete-term "$PREFIX" "${(@Q)words[2,-1]}" 2>/dev/null)"})
    compadd -Q -S '' -- $found
    _files
}
"#;

/// The same for fish.
const FISH_TERMS: &str = r#"complete -c knoxlog -n 'not string match -q -- "-*" (commandline -ct)' -a '(knoxlog complete-term (commandline -ct) (commandline -op)[2..-1] 2>/dev/null)'
"#;

/// The completion script of a shell for a program.
pub(super) fn script(shell: Shell, program: &mut Command) -> Vec<u8> {
    fn written(generator: impl Generator, program: &mut Command) -> Vec<u8> {
        let mut out = Vec::new();
        generate(generator, program, "knoxlog", &mut out);
        out
    }
    match shell {
        Shell::Bash => [
            written(shells::Bash, program).as_slice(),
            BASH_TERMS.as_bytes(),
        ]
        .concat(),
        Shell::Zsh => {
            let text = String::from_utf8_lossy(&written(shells::Zsh, program)).into_owned();
            let text = text.replace("is a file:_default'", "is a file:_knoxlog_terms'");
            let (head, body) = text.split_once("\n\n").unwrap_or(("", &text));
            format!("{head}\n\n{ZSH_TERMS}\n{body}").into_bytes()
        }
        Shell::Fish => [
            written(shells::Fish, program).as_slice(),
            FISH_TERMS.as_bytes(),
        ]
        .concat(),
        Shell::Pwsh => written(shells::PowerShell, program),
        Shell::Elvish => written(shells::Elvish, program),
        Shell::Nushell => written(clap_complete_nushell::Nushell, program),
    }
}

/// The pages of the manual, as roff: the program's, then one for each command. Each with its file's name.
fn manual(program: Command) -> Vec<(String, Vec<u8>)> {
    let mut program = program.disable_help_subcommand(true);
    program.build();
    let commands = program
        .get_subcommands()
        .filter(|command| !command.is_hide_set());
    let commands: Vec<Command> = commands.cloned().collect();
    std::iter::once(program).chain(commands).map(page).collect()
}

fn page(command: Command) -> (String, Vec<u8>) {
    // What the short help leaves out is not to be left out here.
    let command = command.mut_args(|arg| arg.hide_short_help(false));
    let man = Man::new(command)
        .manual("knoxlog")
        .source(concat!("knoxlog ", env!("CARGO_PKG_VERSION")));
    let mut out = Vec::new();
    // Writing to memory can't fail.
    let _ = man.render(&mut out);
    (man.get_filename(), out)
}

/// The page of the program, or of one of its commands; every command that `args` knows has one.
pub(super) fn page_of(program: Command, command: Option<&str>) -> Vec<u8> {
    let file = command.map_or_else(
        || "knoxlog.1".to_owned(),
        |name| format!("knoxlog-{name}.1"),
    );
    let pages = manual(program).into_iter();
    pages
        .filter(|(name, _)| *name == file)
        .flat_map(|(_, page)| page)
        .collect()
}
