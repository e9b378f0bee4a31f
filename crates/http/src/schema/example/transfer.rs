//! Examples of rows that are brought in and given out.

use poem_openapi::types::Example;

use crate::problem::FieldErrorBody;
use crate::schema::{
    ClientRequest, ClientRowBody, ImportLineBody, ImportProgressBody, ImportReportBody,
    RefusedRowBody, SiteRequest, SiteRowBody, SiteShareBody,
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

impl Example for RefusedRowBody {
    fn example() -> Self {
        let error = FieldErrorBody {
            row: None,
            field: "email".to_owned(),
            code: "taken".to_owned(),
            detail: "The account has it already, or an earlier row of this import does.".to_owned(),
        };
        Self { row: 2, fields: vec![error] }
    }
}

impl Example for ImportReportBody {
    fn example() -> Self {
        Self {
            dry_run: true,
            rows: 2,
            created: 1,
            amended: 0,
            unchanged: 0,
            refused: 1,
            refused_rows: vec![RefusedRowBody::example()],
            more_refused: false,
        }
    }
}

impl Example for ImportProgressBody {
    fn example() -> Self {
        Self { rows: 500, step: "checked".to_owned() }
    }
}

impl Example for ImportLineBody {
    fn example() -> Self {
        let RefusedRowBody { row, fields } = RefusedRowBody::example();
        let outcome = Some("refused".to_owned());
        Self { row: Some(row), outcome, fields: Some(fields), ..Self::default() }
    }
}
