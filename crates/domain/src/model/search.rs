//! Words for searching: folded for case and accents in one place, here.

/// The words of a text: runs of letters and digits, in lower case and without accents.
#[must_use]
pub fn search_words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .chars()
        .map(without_accent)
        .collect::<String>()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

const fn without_accent(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ē' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        'ý' | 'ÿ' => 'y',
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
}
