//! Documentation of the core as docstrings.

/// How long a line may be.
const WIDTH: usize = 120;

/// The documentation of an operation without its example in Rust, as paragraphs.
pub(super) fn paragraphs(doc: &str) -> Vec<String> {
    let prose: Vec<&str> = doc.lines().map(str::trim).take_while(|line| !line.starts_with("# ")).collect();
    let paragraphs = prose.join("\n");
    let paragraphs = paragraphs.split("\n\n").map(|paragraph| plain(&paragraph.replace('\n', " ")));
    paragraphs.filter(|paragraph| !paragraph.is_empty()).collect()
}

/// Text without Rust's links: of ``[`X`](path)`` and ``[`X`]`` the `` `X` `` stays.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.trim();
    while let Some((before, behind)) = rest.split_once("[`") {
        let Some((name, after)) = behind.split_once("`]") else { break };
        let target = after.strip_prefix('(').and_then(|link| link.split_once(')'));
        out.push_str(before);
        out.push('`');
        out.push_str(name);
        out.push('`');
        rest = target.map_or(after, |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// The text in lines, each behind `indent` spaces, those behind the first a little deeper by `hanging`. `lead` is what stands
/// in the first line already.
pub(super) fn wrap(text: &str, indent: usize, hanging: usize, lead: usize) -> String {
    let mut out = " ".repeat(indent);
    let mut length = indent + lead;
    let mut is_first = true;
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if !is_first && length + 1 + width > WIDTH {
            out.push('\n');
            out.push_str(&" ".repeat(indent + hanging));
            length = indent + hanging;
        } else if !is_first {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += width;
        is_first = false;
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_and_links_of_rust_are_left_out() {
        let doc =
            " Closes it, see [`Report`](crate::Report)\n and [`Page`].\n\n More.\n\n # Examples\n\n ```\n x\n ```\n";
        assert_eq!(paragraphs(doc), ["Closes it, see `Report` and `Page`.", "More."]);
    }

    #[test]
    fn lines_are_wrapped() {
        let words = "word ".repeat(60);
        let wrapped = wrap(&words, 4, 2, 3);
        assert!(wrapped.lines().all(|line| line.len() <= WIDTH && line.starts_with("    ")), "{wrapped}");
        assert_eq!(wrapped.split_whitespace().count(), 60);
        assert!(wrapped.lines().skip(1).all(|line| line.starts_with("      word")), "{wrapped}");
    }
}
