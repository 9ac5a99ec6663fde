//! A reader that knows its units reads what the grammar reads.

use super::*;
use crate::quantity::Known;

const NAMES: [&str; 12] =
    ["元", "套", "千克", "百貨店", "台/月", "m2", "%", "到店", "十一", "kRMB", "件以上", "輛"];

fn check(known: &Known, told: &[&str], text: &str) {
    let (read, expected) = (known.parse(text), parse_with(text, told));
    assert_eq!(format!("{read:?}"), format!("{expected:?}"), "{text:?} {told:?}");
}

#[test]
fn endings_mean_what_the_grammar_says() {
    let numbers =
        ["1", "0", "007", "1,234", "12,34", "1.50", "1.", ",5", "999999999999999999", "５", "-3", ""];
    let scales = ["", " ", "萬", "億", "千萬", "百", "十萬", "k", "萬億", "餘", "多"];
    for told in [&["千克", "百貨店"][..], &[]] {
        let known = Known::new(told, NAMES.into_iter());
        for number in numbers {
            for scale in scales {
                for name in NAMES.into_iter().chain(["", "%以上", "元左右", "人"]) {
                    check(&known, told, &format!("{number}{scale}{name}"));
                    check(&known, told, &format!(" {number} {scale} {name} "));
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read_as_by_the_grammar(text in "[0-9]{1,4}[,. ]?[0-9]{0,3}[ 萬億千百十多套元%到–一貨店克]{0,4}") {
        for told in [&["千克", "百貨店"][..], &[]] {
            check(&Known::new(told, NAMES.into_iter()), told, &text);
        }
    }
}
