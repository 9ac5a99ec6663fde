//! Pictures at their extremes: nothing, zero, below zero, one point, sixty of them, tiny beside huge, very long
//! names. Whatever they show, every mark lies inside the picture and every word fits.

use crate::render::bullet::Bullet;
use crate::render::chart::{
    BarRow, Group, Line, Node, Panel, Scale, Slice, Tie, Value, bars, lines, panels, pie, tree,
};
use crate::render::gantt::words_width;
use crate::render::tests::theme;
use regex::Regex;
use rust_decimal::Decimal;

#[test]
fn scales_hold_any_values() {
    let check = |values: &[f64], low: f64, high: f64, words: &[&str]| {
        let scale = Scale::over(values.iter().copied(), 3);
        assert_eq!((scale.low, scale.high), (low, high), "{values:?}");
        let lines: Vec<String> = scale.lines().into_iter().map(|(_, words)| words).collect();
        assert_eq!(lines, words, "{values:?}");
    };
    check(&[], 0.0, 1.0, &["0", "1"]);
    check(&[0.0], 0.0, 1.0, &["0", "1"]);
    check(&[6000.0, 1100.0], 0.0, 6000.0, &["0", "2,000", "4,000", "6,000"]);
    check(&[-5.0, 10.0], -5.0, 10.0, &["−5", "0", "5", "10"]);
    check(&[-7.0], -7.5, 0.0, &["−7.5", "−5", "−2.5", "0"]);
    check(&[0.003], 0.0, 0.003, &["0", "0.001", "0.002", "0.003"]);
    check(&[f64::NAN, f64::INFINITY, 1.0], 0.0, 1.0, &["0", "0.5", "1"]);
    let huge = Scale::over([1e27], 3);
    assert!(huge.high >= 1e27 && huge.lines().len() > 2);
}

/// Values that pictures are drawn of.
fn extremes() -> Vec<(&'static str, Vec<f64>)> {
    vec![
        ("nothing", vec![]),
        ("zero", vec![0.0]),
        ("one point", vec![42.0]),
        ("below zero", vec![-3.0]),
        ("on both sides", vec![-3.0, 5.0, 0.0]),
        ("a huge range", vec![1e-9, 1.0, 1e12]),
        ("sixty", vec![7.0; 60]),
        ("sixty on both sides", (0..60).map(|at| f64::from(at) - 30.0).collect()),
    ]
}

fn value(at: f64) -> Option<Value> {
    Some(Value { at, text: at.to_string() })
}

/// Latin, Chinese, and what must be escaped, very long.
fn names() -> [String; 3] {
    ["很長的名稱".repeat(20), "a name without end ".repeat(12), "<b>&\"'".repeat(30)]
}

/// Every number is one, nothing is wider than nothing, and all marks lie inside.
fn check(svg: &str, what: &str) {
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{what}: {svg}");
    assert_eq!(svg.matches("<svg").count(), svg.matches("</svg>").count(), "{what}: {svg}");
    assert!(!svg.contains("<b>"), "{what}: words are escaped");
    let percent = Regex::new(r#" (x|x1|x2|cx|width)="(-?[0-9.]+)%""#).unwrap();
    for found in percent.captures_iter(svg) {
        let share: f64 = found[2].parse().unwrap();
        assert!((0.0..=100.0).contains(&share), "{what}: {} in {svg}", &found[0]);
    }
    let size = Regex::new(r#" (width|height|r)="(-?[0-9.]+)""#).unwrap();
    for found in size.captures_iter(svg) {
        assert!(found[2].parse::<f64>().unwrap() >= 0.0, "{what}: {} in {svg}", &found[0]);
    }
    let Some(view) = Regex::new(r#"viewBox="(\S+) (\S+) (\S+) (\S+)""#).unwrap().captures(svg) else {
        return;
    };
    let [left, top, width, height] = [1, 2, 3, 4].map(|at| view[at].parse::<f64>().unwrap());
    let place = Regex::new(r#" (c?)([xy])="(-?[0-9.]+)""#).unwrap();
    for found in place.captures_iter(svg) {
        let at: f64 = found[3].parse().unwrap();
        let (low, high) = if &found[2] == "x" { (left, left + width) } else { (top, top + height) };
        assert!((low..=high).contains(&at), "{what}: {} in {svg}", &found[0]);
    }
    let words = Regex::new(r#"<text[^>]* x="([0-9.]+)"[^>]*>([^<]*)</text>"#).unwrap();
    for found in words.captures_iter(svg).filter(|found| !found[0].contains("text-anchor")) {
        let text = found[2].replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
        let text = text.replace("&#x27;", "'").replace("&#39;", "'").replace("&amp;", "&");
        let end = found[1].parse::<f64>().unwrap() + words_width(&text);
        assert!(end <= left + width + 1.0, "{what}: `{text}` ends at {end} of {width}");
    }
}

#[test]
fn columns_survive_extremes() {
    for (what, values) in extremes() {
        for name in names() {
            let groups = values.iter().map(|at| Group {
                name: name.clone(),
                target: value(*at),
                actual: value(at / 2.0),
                now: true,
                partial: false,
            });
            let panel = Panel { groups: groups.collect(), label: name.clone(), ..Panel::default() };
            panels(&[panel.clone(), panel]).iter().for_each(|svg| check(svg, what));
        }
    }
}

#[test]
fn bars_lines_and_rings_survive_extremes() {
    for (what, values) in extremes() {
        for name in names() {
            let places: Vec<String> = values.iter().map(|_| name.clone()).collect();
            let points: Vec<Option<Value>> = values.iter().map(|at| value(*at)).collect();
            let line = |values: &[Option<Value>], dashed: bool| Line {
                name: name.clone(),
                values: values.to_vec(),
                tint: (!dashed).then_some("a"),
                dashed,
                running: dashed.then(|| (0, name.clone())),
            };
            let gaps: Vec<Option<Value>> =
                points.iter().enumerate().map(|(at, point)| point.clone().filter(|_| at % 2 == 0)).collect();
            check(&lines(&places, &[line(&points, false), line(&gaps, true)], &name), what);
            let row = |at: &f64| BarRow {
                name: name.clone(),
                values: vec![value(*at), None, value(-at)],
                targets: vec![None, value(at * 2.0), None],
                ..BarRow::default()
            };
            let rows: Vec<BarRow> = values.iter().map(row).collect();
            bars(&rows).iter().for_each(|row| check(&row.bar_html, what));
            let slice = |at: &f64| Slice {
                name: name.clone(),
                href: None,
                value: Value { at: *at, text: at.to_string() },
            };
            check(&pie(&values.iter().map(slice).collect::<Vec<_>>(), &name).0, what);
        }
    }
}

/// Labels that would meet are left out, but not the first, the highest and the last; what still grows is no fall.
#[test]
fn labels_of_lines_keep_apart() {
    let check = |values: &[f64], elsewhere: &[&str], phones: &[&str]| {
        let line = Line {
            values: values.iter().map(|at| value(*at)).collect(),
            running: Some((values.len() - 1, "until 9/15".to_owned())),
            ..Line::default()
        };
        let svg = lines(&vec![String::new(); values.len()], &[line], "");
        let labels = Regex::new(r#"<text class="v( opt)?"[^>]*>([^<]*)<"#).unwrap();
        let mut all: Vec<(bool, String)> =
            labels.captures_iter(&svg).map(|found| (found.get(1).is_none(), found[2].to_owned())).collect();
        all.sort_by_key(|(_, text)| values.iter().position(|at| at.to_string() == *text));
        let texts: Vec<&str> = all.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, elsewhere);
        let texts: Vec<&str> =
            all.iter().filter(|(phone, _)| *phone).map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, phones);
        assert_eq!(svg.matches("stroke-dasharray").count(), 1, "{svg}");
        assert!(svg.contains(">until 9/15<"), "{svg}");
    };
    check(&[10.0, 20.0, 5.0], &["10", "20", "5"], &["10", "20", "5"]);
    let near: Vec<f64> = (0..12).map(|at| 1_000_000.0 + f64::from(at)).collect();
    check(
        &near,
        &["1000000", "1000002", "1000004", "1000006", "1000008", "1000011"],
        &["1000000", "1000004", "1000008", "1000011"],
    );
}

#[test]
fn bullets_survive_extremes() {
    let (theme, _) = theme(&[]);
    let texts = theme.texts(crate::language::Language::En);
    let decimals = ["-3", "0", "0.000001", "0.5", "1", "1.0001", "99999999999"];
    for progress in decimals {
        for elapsed in decimals.map(Some).into_iter().chain([None]) {
            let number = |text: &str| text.parse::<Decimal>().unwrap();
            let bullet = Bullet { progress: number(progress), elapsed: elapsed.map(number), label: "<b>&\"" };
            // The arrow past the end is a picture of its own, which may overflow.
            let svg = bullet.html(texts).replace("overflow=\"visible\"", "");
            check(&svg, &format!("{progress} at {elapsed:?}"));
        }
    }
}

#[test]
fn trees_survive_extremes() {
    for count in [1, 2, 16, 300] {
        for name in names() {
            let node = |at: usize| Node {
                name: name.clone(),
                href: "a.html".to_owned(),
                depth: if count == 16 { at } else { at % 3 },
                note: "種類".repeat(3),
                class: "",
            };
            let nodes: Vec<Node> = (0..count).map(node).collect();
            let tie = |at: usize| Tie { from: at, to: (at * 7 + 3) % count, relation: at.is_multiple_of(2) };
            let ties: Vec<Tie> = (0..count).map(tie).filter(|tie| tie.from != tie.to).collect();
            check(&tree(&nodes, &ties, 960.0, &name), &format!("{count} nodes"));
            check(&tree(&nodes, &[], 640.0, &name), &format!("{count} nodes"));
        }
    }
}
