//! Letters of different scripts that look alike. Only those that nobody tells apart in a usual font; what a reader
//! could tell (`l` and `1`, `未` and `末`) is another word.

use unicode_normalization::UnicodeNormalization;

/// Letters and the letter that they look like.
const ALIKE: &str = "\
    аa еe оo рp сc уy хx ѕs іi јj һh ԁd ԛq ԝw ӏl ѵv \
    АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ЅS ІI ЈJ ԚQ ԜW ӀI \
    αa ιi κk νv οo ρp ϲc ϳj ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC \
    օo սu հh ոn \
    ロ口 カ力 ニ二 ハ八 エ工 卜ト タ夕 オ才 ー一 へヘ べベ ぺペ";

/// A text as it looks: texts that nobody can tell apart become one.
pub fn looks(text: &str) -> String {
    let letter = |c: char| {
        let pairs = ALIKE.split_whitespace().map(|pair| {
            let mut pair = pair.chars();
            (pair.next(), pair.next())
        });
        pairs.into_iter().find(|(from, _)| *from == Some(c)).and_then(|(_, to)| to).unwrap_or(c)
    };
    text.nfkc().map(|c| if c.is_ascii() { c } else { letter(c) }).collect()
}

#[cfg(test)]
mod tests {
    use super::looks;

    #[test]
    fn only_what_looks_alike_is_one() {
        let check = |one: &str, other: &str, expected: bool| {
            assert_eq!(looks(one) == looks(other), expected, "{one} {other}");
        };
        check("abc", "аbc", true);
        check("plan-2026", "рlаn-2026", true);
        check("abc", "ａｂｃ", true);
        check("⽇本", "日本", true);
        check("人口", "人ロ", true);
        check("abc", "abd", false);
        check("l1", "ll", false);
        check("未來", "末來", false);
        check("план", "plan", false);
        check("長沙", "长沙", false);
    }
}
