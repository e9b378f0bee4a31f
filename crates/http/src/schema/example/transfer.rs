//! Examples of rows that are brought in and given out.

use poem_openapi::types::Example;

use crate::problem::FieldErrorBody;
use crate::schema::{
    ClientRequest, ClientRowBody, ImportReportBody, RowOutcomeBody, SiteRequest, SiteRowBody,
    SiteShareBody,
};

impl Example for SiteShareBody {
    fn example() -> Self {
        Self {
            site: "floristeria".to_owned(),
            permissions: vec!["view_stats".to_owned(), "BLOG".to_owned()],
        }
    }
}

impl Example for ClientRowBody {
    fn example() -> Self {
        let ClientRequest { first_name, last_name, email, company, address, phone, notes } =
            ClientRequest::example();
        let sites = Some(vec![SiteShareBody::example()]);
        Self { email, first_name, last_name, company, address, phone, notes, sites }
    }
}

impl Example for SiteRowBody {
    fn example() -> Self {
        let SiteRequest { name, alias, url, domain } = SiteRequest::example();
        Self { name, alias, url, domain }
    }
}

impl Example for RowOutcomeBody {
    fn example() -> Self {
        let error = FieldErrorBody {
            row: None,
            field: "email".to_owned(),
            code: "taken".to_owned(),
            detail: "The account has it already, or an earlier row of this import does.".to_owned(),
        };
        Self { row: 2, outcome: "refused".to_owned(), errors: Some(vec![error]) }
    }
}

impl Example for ImportReportBody {
    fn example() -> Self {
        let first = RowOutcomeBody { row: 1, outcome: "create".to_owned(), errors: None };
        Self {
            dry_run: true,
            rows: 2,
            created: 1,
            amended: 0,
            unchanged: 0,
            refused: 1,
            outcomes: vec![first, RowOutcomeBody::example()],
        }
    }
}
