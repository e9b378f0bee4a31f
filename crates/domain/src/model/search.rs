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
    fn it_does_not_matter_how_an_accent_is_written() {
        assert_eq!(search_words("Garci\u{301}a Mun\u{303}oz"), search_words("García Muñoz"));
        assert_eq!(search_words("Dvořák, Łukasz, ȘTEFAN"), ["dvorak", "lukasz", "stefan"]);
    }
}
