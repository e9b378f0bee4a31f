//! Clients as an account might have them: names of which some are common, and words that stand badly
//! for a search.

use std::ops::Range;

use portero_domain::id::{AccountId, ClientId};
use portero_domain::model::{Client, ClientChange, ClientDetails, EmailAddress, Line, Name};
use portero_domain::port::{Clock, IdGenerator};
use portero_system::{SystemClock, UuidV7Generator};

const GIVEN: &[&str] = &[
    "María", "Carmen", "José", "Antonio", "Ana", "Luis", "Eva", "Pablo", "Lucía", "Javier",
    "Marta", "Diego", "Sofía", "Raúl", "Elena", "Sergio", "Noelia", "Hugo", "Irene", "Óscar",
];

const FAMILY: &[&str] = &[
    "García",
    "Fernández",
    "González",
    "Rodríguez",
    "López",
    "Martínez",
    "Sánchez",
    "Pérez",
    "Gómez",
    "Martín",
    "Jiménez",
    "Ruiz",
    "Hernández",
    "Díaz",
    "Moreno",
    "Muñoz",
    "Álvarez",
    "Romero",
    "Alonso",
    "Gutiérrez",
    "Navarro",
    "Torres",
    "Domínguez",
    "Vázquez",
    "Ramos",
    "Gil",
    "Ramírez",
    "Serrano",
    "Blanco",
    "Molina",
    "Morales",
    "Suárez",
    "Ortega",
    "Delgado",
    "Castro",
    "Ortiz",
    "Rubio",
    "Marín",
    "Sanz",
    "Núñez",
    "Iglesias",
    "Medina",
    "Garrido",
    "Cortés",
    "Castillo",
    "Santos",
    "Lozano",
    "Guerrero",
    "Cano",
    "Prieto",
    "Méndez",
    "Cruz",
    "Calvo",
    "Gallego",
    "Vidal",
    "León",
    "Márquez",
    "Herrera",
    "Peña",
    "Flores",
    "Cabrera",
    "Campos",
    "Vega",
    "Fuentes",
    "Díez",
    "Carrasco",
    "Caballero",
    "Nieto",
    "Reyes",
    "Aguilar",
    "Pascual",
    "Herrero",
    "Santana",
    "Lorenzo",
    "Hidalgo",
    "Montero",
    "Ibáñez",
    "Giménez",
    "Ferrer",
    "Durán",
    "Vicente",
    "Benítez",
    "Mora",
    "Santiago",
    "Arias",
    "Vargas",
    "Carmona",
    "Crespo",
    "Román",
    "Pastor",
    "Soto",
    "Sáez",
    "Velasco",
    "Soler",
    "Moya",
    "Esteban",
    "Parra",
    "Bravo",
    "Gallardo",
    "Rojas",
];

const COMPANIES: &[&str] = &["Talleres", "Bodegas", "Hotel", "Clínica", "Librería", "Panadería"];

const CITIES: &[&str] =
    &["Madrid", "Barcelona", "Valencia", "Sevilla", "Zaragoza", "Málaga", "Murcia", "Bilbao"];

/// Some clients of an account that has so many in all.
pub fn some(account: AccountId, numbers: Range<u32>, in_all: u32) -> Vec<ClientChange> {
    numbers.map(|number| one(account, number, in_all)).collect()
}

fn one(account: AccountId, number: u32, in_all: u32) -> ClientChange {
    let id = ClientId::from_uuid(UuidV7Generator.next_id());
    let email = address(&email(number));
    Client::create(id, account, email, details(number, in_all), SystemClock.now())
}

/// The address that only one client has.
pub fn email(number: u32) -> String {
    format!("cliente{number:07}@correo{}.example", number % 50)
}

/// What is known of a client. The family names that come last in the alphabet stand with `Zona`, the
/// first with `Norte`; the oldest three in ten with `Antigua`, and three in ten with `Central`.
pub fn details(number: u32, in_all: u32) -> ClientDetails {
    let mut dice = Dice(u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let (family, other) = (dice.skewed(FAMILY), dice.skewed(FAMILY));
    let company = dice.fair(COMPANIES);
    let zone = match family.chars().next() {
        Some('N'..='Z') => " Zona",
        Some('A'..='F') => " Norte",
        Some(_) | None => "",
    };
    let old = if number < in_all / 10 * 3 { " Antigua" } else { "" };
    let central = if dice.upto(10) < 3 { " Central" } else { "" };
    let (street, door) = (dice.skewed(FAMILY), dice.upto(200));
    let (city, post_code) = (dice.fair(CITIES), 28_000 + dice.upto(20_000));
    ClientDetails {
        first_name: name(dice.fair(GIVEN)),
        last_name: name(&format!("{family} {other}")),
        company: Some(line(&format!("{company} {other} S.L.{zone}{old}{central}"))),
        address: Some(line(&format!("Calle {street} {door}, {post_code} {city}"))),
        phone: Some(line(&format!("+34 6{:08}", dice.upto(100_000_000)))),
        notes: None,
    }
}

/// The same throws each time.
struct Dice(u64);

impl Dice {
    fn upto(&mut self, most: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        u32::try_from((mixed >> 33) % u64::from(most)).unwrap_or_default()
    }

    fn fair<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let most = u32::try_from(of.len()).unwrap_or(u32::MAX);
        of[self.upto(most) as usize]
    }

    /// The first are the most common.
    fn skewed<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let most = u32::try_from(of.len()).unwrap_or(u32::MAX);
        of[self.upto(most).min(self.upto(most)) as usize]
    }
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text, |_| None).expect("a plain address")
}

fn name(text: &str) -> Name {
    Name::parse(text).expect("a plain name")
}

fn line(text: &str) -> Line {
    Line::parse(text).expect("a plain line")
}
