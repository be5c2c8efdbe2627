//! The shells that complete, each as it passes what was typed and takes what is offered.
//!
//! `clap_complete` takes words for bare that zsh and fish pass as they were
//! typed, and offers bare words where bash and `PowerShell` want them quoted.

use std::{
    ffi::OsString,
    io::{self, Write},
    path::Path,
};

use clap::Command;
use clap_complete::{
    engine::complete,
    env::{Elvish, EnvCompleter, Fish, Powershell, Shells, Zsh},
};

use super::quoting::{Word, in_powershell};

/// All of them.
pub const SHELLS: Shells<'static> = Shells(&[
    &Bash,
    &Elvish,
    &Answered {
        shell: Fish,
        complete: as_typed,
    },
    &Answered {
        shell: Powershell,
        complete: quoted,
    },
    &Answered {
        shell: Zsh,
        complete: as_typed,
    },
]);

/// What bash runs for each word. An `@` ends a word for it, but an address is one word.
const BASH_SCRIPT: &str = r#"_NAME() {
    # The word up to the cursor, with the quote that it begins with.
    local word=$2 whole=${COMP_WORDS[COMP_CWORD]} line
    if [[ $whole == [\'\"]* && $word != [\'\"]* ]]; then
        word=${whole:0:1}$word
    fi
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(VAR=bash COMPLETER -- "${COMP_WORDS[@]:0:COMP_CWORD}" "$word" 2>/dev/null)
    if [[ ${COMPREPLY-} == *[=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o bashdefault -o nosort -F _NAME BIN 2>/dev/null || complete -o bashdefault -F _NAME BIN
COMP_WORDBREAKS=${COMP_WORDBREAKS//@/}
"#;

struct Bash;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == self.name()
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        let script = BASH_SCRIPT
            .replace("NAME", name)
            .replace("BIN", bin)
            .replace("COMPLETER", completer)
            .replace("VAR", var);
        buf.write_all(script.as_bytes())
    }

    fn write_complete(
        &self,
        cmd: &mut Command,
        mut args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        let typed = args.pop().unwrap_or_default();
        let word = Word::read(&typed.to_string_lossy());
        let option = take_option(&mut args);
        args.push(format!("{option}{}", word.text).into());
        let index = args.len() - 1;
        for candidate in complete(cmd, args, index, current_dir)? {
            let value = candidate.get_value().to_string_lossy();
            let value = value.strip_prefix(&option).unwrap_or(&value);
            writeln!(buf, "{}", word.in_bash(value))?;
        }
        Ok(())
    }
}

/// Takes `--option=` back from the two words that bash made of it.
fn take_option(args: &mut Vec<OsString>) -> String {
    let [.., option, equals] = args.as_slice() else {
        return String::new();
    };
    if equals != "=" {
        return String::new();
    }
    let option = format!("{}=", option.to_string_lossy());
    args.truncate(args.len() - 2);
    option
}

/// How a shell is answered: as `EnvCompleter::write_complete`, with the shell before the rest.
type Complete<S> =
    fn(S, &mut Command, Vec<OsString>, Option<&Path>, &mut dyn Write) -> io::Result<()>;

/// A shell of `clap_complete` in everything but how it is answered.
struct Answered<S> {
    shell: S,
    complete: Complete<S>,
}

impl<S: EnvCompleter + Copy> EnvCompleter for Answered<S> {
    fn name(&self) -> &'static str {
        self.shell.name()
    }

    fn is(&self, name: &str) -> bool {
        self.shell.is(name)
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        self.shell
            .write_registration(var, name, bin, completer, buf)
    }

    fn write_complete(
        &self,
        cmd: &mut Command,
        args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn Write,
    ) -> io::Result<()> {
        (self.complete)(self.shell, cmd, args, current_dir, buf)
    }
}

/// Answers a shell that passes the last word as it was typed, and quotes by itself what it takes.
fn as_typed<S: EnvCompleter + Copy>(
    shell: S,
    cmd: &mut Command,
    mut args: Vec<OsString>,
    current_dir: Option<&Path>,
    buf: &mut dyn Write,
) -> io::Result<()> {
    if let Some(last) = args.last_mut() {
        *last = Word::read(&last.to_string_lossy()).text.into();
    }
    shell.write_complete(cmd, args, current_dir, buf)
}

/// Answers `PowerShell`, which takes what is offered as it is.
fn quoted(
    _shell: Powershell,
    cmd: &mut Command,
    args: Vec<OsString>,
    current_dir: Option<&Path>,
    buf: &mut dyn Write,
) -> io::Result<()> {
    let index = args.len().saturating_sub(1);
    for candidate in complete(cmd, args, index, current_dir)? {
        let value = in_powershell(&candidate.get_value().to_string_lossy());
        let help = candidate.get_help().map(ToString::to_string);
        let help = help.as_deref().and_then(|help| help.lines().next());
        match help {
            Some(help) => writeln!(buf, "{value}\t{help}")?,
            None => writeln!(buf, "{value}")?,
        }
    }
    Ok(())
}
