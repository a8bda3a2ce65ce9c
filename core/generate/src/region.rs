//! The generated part of a file that is otherwise written by hand. Two lines of the file enclose it, in the comment syntax
//! of the file: `begin generated: NAME` and `end generated: NAME`.

use std::{fs, path::Path};

use crate::output::{COMMAND, Mode};

/// A part as it should be.
#[derive(Debug)]
pub(crate) struct Region {
    /// The file, below the root of the repository, with `/` between folders.
    pub(crate) path: &'static str,
    /// The name that its two lines give it.
    pub(crate) name: &'static str,
    /// The text between the two lines.
    pub(crate) text: String,
}

/// Compares each region with its file below `root`; in [`Mode::Write`] it writes those that differ. Returns one line for each
/// that is not up to date afterwards.
pub(crate) fn settle(root: &Path, regions: &[Region], mode: Mode) -> Vec<String> {
    regions.iter().filter_map(|region| settle_one(root, region, mode).err()).collect()
}

fn settle_one(root: &Path, region: &Region, mode: Mode) -> Result<(), String> {
    let Region { path, name, .. } = region;
    let file = root.join(path);
    let found = fs::read_to_string(&file).map_err(|error| format!("{path} cannot be read: {error}"))?;
    let wanted = replaced(&found, region).ok_or_else(|| format!("{path} has no part `generated: {name}`"))?;
    if wanted == found {
        return Ok(());
    }
    match mode {
        Mode::Check => Err(format!("the part `{name}` of {path} is not up to date: run `{COMMAND}`")),
        Mode::Write => fs::write(&file, wanted).map_err(|error| format!("{path} cannot be written: {error}")),
    }
}

/// The file with the region in it; `None` for one without the two lines.
fn replaced(file: &str, Region { name, text, .. }: &Region) -> Option<String> {
    let (begin, end) = (format!("begin generated: {name} "), format!("end generated: {name} "));
    let line_with = |mark: &str| file.split_inclusive('\n').find(|line| format!("{} ", line.trim_end()).contains(mark));
    let (before, behind) = file.split_once(line_with(&begin)?)?;
    let (_, after) = behind.split_once(line_with(&end)?)?;
    Some([before, line_with(&begin)?, text, line_with(&end)?, after].concat())
}

#[cfg(test)]
mod tests {
    use std::{env, io, process};

    use super::*;

    #[test]
    fn replaces_the_text_between_its_two_lines() {
        let region = |name, text: &str| Region { path: "", name, text: text.to_owned() };
        let file = "a\n<!-- begin generated: b (by) -->\nold\n<!-- end generated: b -->\n# begin generated: bc\n# end generated: bc\nz";
        let with_b = replaced(file, &region("b", "new\n")).unwrap_or_default();
        assert_eq!(with_b, file.replace("old\n", "new\n"));
        let with_bc = replaced(file, &region("bc", "new\n")).unwrap_or_default();
        assert_eq!(with_bc, file.replace("generated: bc\n# end", "generated: bc\nnew\n# end"));
        assert_eq!(replaced(file, &region("c", "")), None);
        assert_eq!(replaced("# end generated: b\n# begin generated: b\n", &region("b", "")), None);
    }

    #[test]
    fn a_check_writes_nothing() -> io::Result<()> {
        let root = env::temp_dir().join(format!("soarwire-generate-region-{}", process::id()));
        fs::create_dir_all(&root)?;
        let file = "# begin generated: a\n# end generated: a\n";
        fs::write(root.join("file"), file)?;
        let regions = [Region { path: "file", name: "a", text: "x\n".to_owned() }];
        assert_eq!(settle(&root, &regions, Mode::Check).len(), 1);
        assert_eq!(fs::read_to_string(root.join("file"))?, file);
        assert!(settle(&root, &regions, Mode::Write).is_empty());
        assert_eq!(fs::read_to_string(root.join("file"))?, "# begin generated: a\nx\n# end generated: a\n");
        assert!(settle(&root, &regions, Mode::Check).is_empty());
        let missing = [Region { path: "none", name: "a", text: String::new() }];
        assert_eq!(settle(&root, &missing, Mode::Write).len(), 1);
        fs::remove_dir_all(&root)
    }
}
