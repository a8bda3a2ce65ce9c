//! A generated file, and the only code that compares or writes it.

use std::{fs, io, path::Path};

/// The command to run, which generated files name in their first lines.
pub(crate) const COMMAND: &str = "cargo run -p soarwire-generate";

/// A file as it should be.
#[derive(Debug)]
pub(crate) struct Output {
    /// Below the root of the repository, with `/` between folders.
    pub(crate) path: &'static str,
    /// All of the file.
    pub(crate) text: String,
}

/// What to do with a file that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write it.
    Write,
    /// Report it, and leave it as it is.
    Check,
}

/// Compares each output with its file below `root`; in [`Mode::Write`] it writes the files that differ. Returns one line for
/// each file that is not up to date afterwards.
pub(crate) fn settle(root: &Path, outputs: &[Output], mode: Mode) -> Vec<String> {
    outputs.iter().filter_map(|output| settle_one(root, output, mode).err()).collect()
}

fn settle_one(root: &Path, output: &Output, mode: Mode) -> Result<(), String> {
    let Output { path, text } = output;
    let file = root.join(path);
    if fs::read(&file).is_ok_and(|found| found == text.as_bytes()) {
        return Ok(());
    }
    match mode {
        Mode::Check => Err(format!("{path} is not up to date: run `{COMMAND}`")),
        Mode::Write => write(&file, text).map_err(|error| format!("{path} cannot be written: {error}")),
    }
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(file, text)
}

#[cfg(test)]
mod tests {
    use std::{env, process};

    use super::*;

    #[test]
    fn checks_without_writing_and_writes_what_differs() -> io::Result<()> {
        let root = env::temp_dir().join(format!("soarwire-generate-{}", process::id()));
        let output = |text: &str| [Output { path: "folder/file.txt", text: text.to_owned() }];
        let file = root.join("folder/file.txt");

        assert_eq!(settle(&root, &output("a"), Mode::Check).len(), 1, "a missing file is not up to date");
        assert!(!file.exists(), "a check writes nothing");
        assert!(settle(&root, &output("a"), Mode::Write).is_empty());
        assert_eq!(fs::read_to_string(&file)?, "a");
        assert!(settle(&root, &output("a"), Mode::Check).is_empty());
        let stale = settle(&root, &output("b"), Mode::Check);
        assert!(stale.iter().all(|line| line.contains("folder/file.txt")) && stale.len() == 1, "{stale:?}");
        assert_eq!(fs::read_to_string(&file)?, "a", "a check writes nothing");

        fs::remove_file(&file)?;
        fs::create_dir(&file)?;
        assert_eq!(settle(&root, &output("a"), Mode::Write).len(), 1, "the path is a folder");
        fs::remove_dir_all(&root)
    }

    #[test]
    fn no_two_outputs_share_a_file_and_each_says_how_it_was_made() {
        let outputs = crate::outputs();
        for (index, output) in outputs.iter().enumerate() {
            assert!(outputs.iter().skip(index + 1).all(|other| other.path != output.path), "{}", output.path);
            assert!(output.text.lines().take(4).any(|line| line.contains(COMMAND)), "{}", output.path);
            assert!(output.text.ends_with('\n'), "{}", output.path);
        }
    }
}
