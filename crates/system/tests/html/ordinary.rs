//! What ordinary mail looks like afterwards.

use crate::left_of;

#[test]
fn a_mail_written_in_an_editor_keeps_its_words_and_their_order() {
    let written = r#"<h1 style="color:#1f4fb5">Mantenimiento</h1>
<p class="MsoNormal">Estimado cliente:</p>
<p>El <strong>lunes</strong>, de <em>2:00</em> a 4:00, no habrá servicio.<br>Lo sentimos.</p>
<ul id="lista"><li>Correo</li><li>Web</li></ul>
<table width="100%" cellpadding="0" style="border:0"><tr><td align="right" bgcolor="red">12 €</td></tr></table>
<blockquote>Ñandú &amp; compañía</blockquote>
<p><a href="https://acme.example/estado" style="color:red" target="_blank">Estado</a>
<img src="https://acme.example/logo.png" width="120" height="40" alt="Acme" class="logo"></p>"#;
    let left = r#"<h1>Mantenimiento</h1>
<p>Estimado cliente:</p>
<p>El <strong>lunes</strong>, de <em>2:00</em> a 4:00, no habrá servicio.<br>Lo sentimos.</p>
<ul><li>Correo</li><li>Web</li></ul>
<table><tbody><tr><td align="right">12 €</td></tr></tbody></table>
<blockquote>Ñandú &amp; compañía</blockquote>
<p><a href="https://acme.example/estado" rel="noopener noreferrer nofollow">Estado</a>
<img src="https://acme.example/logo.png" width="120" height="40" alt="Acme"></p>"#;
    assert_eq!(left_of(written), left);
}

#[test]
fn what_is_clean_stays_as_it_is() {
    let html = "<p>Hola, <b>Ana</b>:</p><ol><li>uno</li><li>dos</li></ol><hr><pre>a\n  b</pre>";
    assert_eq!(left_of(html), html);
}
