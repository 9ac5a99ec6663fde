//! Lists of documents in few characters: distances of five bits a character, or, where more than one
//! document in six holds the term, a bit a document.

use super::terms::{Terms, pair_text};

/// Six bits as a character: those from `#` on, without the backslash. None of them needs an escape.
fn letter(bits: u32) -> char {
    let code = (bits & 63) as u8 + b'#';
    char::from(if code < b'\\' { code } else { code + 1 })
}

/// The scripts of all terms in their order, and the first term of each.
pub(super) fn shards(terms: &Terms, documents: usize, limit: usize) -> (Vec<Vec<u8>>, Vec<String>) {
    let mut pairs = terms.pairs.iter().map(|(pair, list)| (pair_text(*pair), list)).peekable();
    let mut files: Vec<Vec<u8>> = Vec::new();
    let mut firsts = Vec::new();
    let mut body = String::new();
    let mut add = |term: &str, list: &[u32]| {
        if body.len() > limit {
            files.push(script(files.len(), &body));
            body.clear();
        }
        if body.is_empty() {
            firsts.push(term.to_owned());
        } else {
            body.push_str(",\n");
        }
        // Terms are letters and digits, which need no escape.
        body.push('"');
        body.push_str(term);
        body.push_str("\":\"");
        encode(&mut body, list, documents);
        body.push('"');
    };
    // Pairs and words have no character in common, so no term stands in both.
    for (word, list) in terms.words.iter() {
        while let Some((pair, list)) = pairs.next_if(|(pair, _)| pair < word) {
            add(&pair, list);
        }
        add(word, list);
    }
    pairs.for_each(|(pair, list)| add(&pair, list));
    if !body.is_empty() {
        files.push(script(files.len(), &body));
    }
    (files, firsts)
}

fn script(number: usize, body: &str) -> Vec<u8> {
    format!("PP(\"t{number}\",{{\n{body}\n}});\n").into_bytes()
}

/// Writes a sorted list of documents.
fn encode(text: &mut String, list: &[u32], documents: usize) {
    if list.len() * 6 > documents {
        let mut bits = vec![0u32; documents.div_ceil(6)];
        for document in list {
            if let Some(part) = bits.get_mut(*document as usize / 6) {
                *part |= 1 << (document % 6);
            }
        }
        text.push('!');
        text.extend(bits.into_iter().map(letter));
        return;
    }
    let mut before = 0;
    for document in list {
        let mut distance = document - before;
        before = *document;
        loop {
            let part = distance & 31;
            distance >>= 5;
            text.push(letter(part | if distance > 0 { 32 } else { 0 }));
            if distance == 0 {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn lists_take_few_characters() {
        let check = |list: &[u32], documents: usize, expected: &str| {
            let mut text = String::new();
            encode(&mut text, list, documents);
            assert_eq!(text, expected);
        };
        check(&[0], 100, "#");
        check(&[0, 1, 33], 100, "#$C$");
        check(&[5, 1029], 10_000, "(CC$");
        check(&[0, 1, 2, 3, 4, 5], 7, "!c#");
        check(&[6], 7, ")");
        check(&[], 7, "");
    }
}
