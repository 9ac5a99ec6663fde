//! Stylesheets and scripts of the embedded themes are written for readers of the source; what is sent has
//! no comments and no needless white space. Words, strings and regular expressions stay as they are.

/// The text as it is sent.
pub(super) fn squeeze(path: &str, text: &str) -> String {
    match path.rsplit('.').next() {
        Some("css") => style(text),
        Some("js") => script(text),
        _ => text.to_owned(),
    }
}

/// Whole lines only, so that no value can break.
fn style(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        if !(line.starts_with("/*") && line.ends_with("*/")) {
            result.push_str(line);
        }
    }
    result.push('\n');
    result
}

fn script(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\'' | '"' | '`' => literal(rest, c),
            '/' if rest.starts_with("//") => {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                continue;
            }
            '/' if rest.starts_with("/*") => {
                rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
                continue;
            }
            '/' if begins_pattern(&result) => literal(rest, '/'),
            c if c.is_whitespace() => {
                let behind = rest.trim_start();
                let gap = &rest[..rest.len() - behind.len()];
                result.push_str(kept(&result, gap, behind));
                rest = behind;
                continue;
            }
            c => c.len_utf8(),
        };
        result.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    result
}

/// The white space that must stay between two tokens.
fn kept(before: &str, gap: &str, behind: &str) -> &'static str {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let (Some(last), Some(next)) = (before.chars().next_back(), behind.chars().next()) else { return "" };
    match (last, next) {
        // A line may end a statement where nothing says that it goes on.
        _ if gap.contains('\n') && !";{,([:&|?=+".contains(last) && !"}).,;:?&|".contains(next) => "\n",
        (last, next) if word(last) && word(next) => " ",
        ('+', '+') | ('-', '-') => " ",
        _ => "",
    }
}

/// The length of a string or regular expression that begins here.
fn literal(text: &str, quote: char) -> usize {
    let (mut escaped, mut class) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' if quote == '/' => class = true,
            ']' if quote == '/' => class = false,
            c if c == quote && !class => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Whether a slash begins a regular expression rather than divides.
fn begins_pattern(before: &str) -> bool {
    let before = before.trim_end();
    before.ends_with("return") || before.chars().next_back().is_none_or(|c| "(,=:[!&|?{};+".contains(c))
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn scripts_lose_what_nobody_reads() {
        let check = |before: &str, after: &str| assert_eq!(squeeze("a.js", before), after);
        check("var a = 1; // one\nvar b = 'x  y';\n", "var a=1;var b='x  y';");
        check("a = /[/ ]+ /.test(b) ? c / d : 2;", "a=/[/ ]+ /.test(b)?c/d:2;");
        check("f(function () {\n  return 1;\n})\ng()", "f(function(){return 1;})\ng()");
        check("/* a\n b */\nx + +y", "x+ +y");
    }
}
