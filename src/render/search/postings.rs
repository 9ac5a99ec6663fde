//! Lists of documents in few characters: distances of five bits a character, or, where more than one
//! document in six holds the term, a bit a document.

use super::terms::Terms;

/// Six bits a character. None of them needs an escape.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The scripts of all terms in their order, and the first term of each.
pub(super) fn shards(terms: &Terms, documents: usize, limit: usize) -> (Vec<Vec<u8>>, Vec<String>) {
    let pairs = terms.pairs.iter().map(|((a, b), list)| {
        let mut term = String::from(*a);
        term.extend((*b != '\0').then_some(*b));
        (term, list)
    });
    let words = terms.words.iter().map(|(word, list)| (word.clone(), list));
    let mut all: Vec<(String, &Vec<u32>)> = pairs.chain(words).collect();
    all.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let mut files: Vec<Vec<u8>> = Vec::new();
    let mut firsts = Vec::new();
    let mut body = String::new();
    for (term, list) in all {
        if body.len() > limit {
            files.push(script(files.len(), &body));
            body.clear();
        }
        if body.is_empty() {
            firsts.push(term.clone());
        } else {
            body.push_str(",\n");
        }
        // Terms are letters and digits, which need no escape.
        body.push_str(&format!("\"{term}\":\"{}\"", encoded(list, documents)));
    }
    if !body.is_empty() {
        files.push(script(files.len(), &body));
    }
    (files, firsts)
}

fn script(number: usize, body: &str) -> Vec<u8> {
    format!("PP(\"t{number}\",{{\n{body}\n}});\n").into_bytes()
}

/// A sorted list of documents as text.
fn encoded(list: &[u32], documents: usize) -> String {
    let letter = |bits: u32| char::from(LETTERS[(bits & 63) as usize]);
    if list.len() * 6 > documents {
        let mut bits = vec![0u32; documents.div_ceil(6)];
        for document in list {
            if let Some(part) = bits.get_mut(*document as usize / 6) {
                *part |= 1 << (document % 6);
            }
        }
        return std::iter::once('!').chain(bits.into_iter().map(letter)).collect();
    }
    let mut text = String::with_capacity(list.len() * 2);
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
    text
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn lists_take_few_characters() {
        let check = |list: &[u32], documents: usize, text: &str| assert_eq!(encoded(list, documents), text);
        check(&[0], 100, "A");
        check(&[0, 1, 33], 100, "ABgB");
        check(&[5, 1029], 10_000, "FggB");
        check(&[0, 1, 2, 3, 4, 5], 7, "!_A");
        check(&[6], 7, "G");
        check(&[], 7, "");
    }
}
