//! Plain text tables for the terminal, aligned by display width, so that Chinese and Latin columns stand
//! under each other. What would steer the terminal is shown as a sign.

use crate::text::{display_width, visible};

/// A table with a heading row; the columns in `right` are aligned to the right.
pub(super) fn aligned(head: &[&str], rows: &[Vec<String>], right: &[usize]) -> String {
    let shown = |row: &Vec<String>| row.iter().map(|cell| visible(cell).into_owned()).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(shown).collect();
    let mut widths: Vec<usize> = head.iter().map(|cell| display_width(cell)).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(display_width(cell));
        }
    }
    let mut text = String::new();
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_string()).collect();
    push_row(&mut text, &head, &widths, right);
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    push_row(&mut text, &rule, &widths, &[]);
    for row in &rows {
        push_row(&mut text, row, &widths, right);
    }
    text
}

fn push_row(text: &mut String, cells: &[String], widths: &[usize], right: &[usize]) {
    let mut line = String::new();
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let padding = " ".repeat(width.saturating_sub(display_width(cell)));
        if column > 0 {
            line.push_str("  ");
        }
        match right.contains(&column) {
            true => line.extend([padding.as_str(), cell]),
            false => line.extend([cell, padding.as_str()]),
        }
    }
    text.push_str(line.trim_end());
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::aligned;

    #[test]
    fn wide_characters_take_two_columns() {
        let rows =
            vec![vec!["長沙".to_string(), "1".to_string()], vec!["a".to_string(), "10,000".to_string()]];
        let expected = "region       n\n──────  ──────\n長沙         1\na       10,000\n";
        assert_eq!(aligned(&["region", "n"], &rows, &[1]), expected);
        let rows = vec![vec!["\u{1b}[31mred\u{7}".to_string()]];
        assert!(aligned(&["title"], &rows, &[]).ends_with("\n␛[31mred␇\n"));
    }
}
