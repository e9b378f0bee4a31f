//! Words for searching: folded for case and accents in one place, here.

/// The words of a text: runs of letters and digits, in lower case and without accents.
#[must_use]
pub fn search_words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .chars()
        .filter(|c| !is_combining(*c))
        .map(without_accent)
        .collect::<String>()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words that are sought, where each must begin a word of what is found: those of a text, each once,
/// and without those that another one begins with, which say nothing more.
#[must_use]
pub fn sought_words(text: &str) -> Vec<String> {
    let mut words = search_words(text);
    words.sort_unstable();
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        // What begins like the last one stands right behind it.
        if kept.last().is_some_and(|last| word.starts_with(last.as_str())) {
            kept.pop();
        }
        kept.push(word);
    }
    kept
}

/// Whether a character is an accent that stands behind its letter, as some keyboards and systems
/// write them.
const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

const fn without_accent(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' | 'ő' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'ñ' | 'ń' | 'ň' => 'n',
        'ç' | 'ć' | 'č' => 'c',
        'ý' | 'ÿ' => 'y',
        'ď' | 'đ' => 'd',
        'ğ' | 'ģ' => 'g',
        'ł' | 'ľ' | 'ļ' => 'l',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_for_case_and_accents() {
        assert_eq!(search_words("Núñez-Ávila, ANA@Año.es"), ["nunez", "avila", "ana", "ano", "es"]);
        assert!(search_words(" ,; ").is_empty());
    }

    #[test]
    fn a_word_that_another_one_begins_with_is_not_sought_beside_it() {
        assert_eq!(sought_words("García gar GARCIA mun garza g"), ["garcia", "garza", "mun"]);
        assert_eq!(sought_words("a ab abc b"), ["abc", "b"]);
        assert!(sought_words(" ,; ").is_empty());
    }

    #[test]
    fn it_does_not_matter_how_an_accent_is_written() {
        assert_eq!(search_words("Garci\u{301}a Mun\u{303}oz"), search_words("García Muñoz"));
        assert_eq!(search_words("Dvořák, Łukasz, ȘTEFAN"), ["dvorak", "lukasz", "stefan"]);
    }
}
