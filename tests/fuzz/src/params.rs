//! The parameters with which the targets call each operation: the shortest of any vector.

use std::{collections::BTreeMap, path::Path, sync::LazyLock};

use serde_json::{Map, Value};
use soarwire::{Effect, ffi::AnyOperation};

use crate::read_vectors;

/// Reads the vectors, so that it is not the first input that takes so long.
pub fn load() {
    LazyLock::force(&FORMS);
}

/// An operation with the incidents that it is about.
pub fn operation(id: &str, appends: bool, ids: &[&str]) -> Option<AnyOperation> {
    let forms = &FORMS[id];
    let form = if appends { forms.appending.as_ref().or(forms.plain.as_ref()) } else { forms.plain.as_ref() };
    form.or(forms.appending.as_ref())?.about(id, ids)
}

/// The shortest parameters of an operation with either effect; at least one of them is there.
#[derive(Default)]
struct Forms {
    plain: Option<Form>,
    appending: Option<Form>,
}

struct Form {
    params: Map<String, Value>,
    /// The parameter that names the incidents.
    ids: Option<String>,
}

static FORMS: LazyLock<BTreeMap<&str, Forms>> = LazyLock::new(|| {
    let mut forms: BTreeMap<&str, Forms> = BTreeMap::new();
    for vector in read_vectors::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors")) {
        let Ok(operation) = AnyOperation::from_params(&vector.operation, vector.params.clone()) else { continue };
        let both = forms.entry(operation.id()).or_default();
        let known = if operation.effect() == Effect::Appends { &mut both.appending } else { &mut both.plain };
        if known.as_ref().is_none_or(|known| known.length() > length(&vector.params)) {
            *known = Some(Form::new(&operation, vector.params));
        }
    }
    for id in AnyOperation::IDS {
        assert!(forms.contains_key(id), "no vector has parameters that {id} accepts");
    }
    forms
});

impl Form {
    fn new(operation: &AnyOperation, params: Map<String, Value>) -> Form {
        let asked = operation.asked();
        let names = |value: &Value| texts(value).as_deref() == Some(asked.ids()) && !asked.ids().is_empty();
        let ids = params.iter().find(|(_, value)| names(value)).map(|(name, _)| name.clone());
        Form { params, ids }
    }

    fn length(&self) -> usize {
        length(&self.params)
    }

    fn about(&self, id: &str, ids: &[&str]) -> Option<AnyOperation> {
        let mut params = self.params.clone();
        if let Some(value) = self.ids.as_ref().and_then(|name| params.get_mut(name)) {
            *value = if value.is_array() { ids.into() } else { (*ids.first()?).into() };
        }
        AnyOperation::from_params(id, params).ok()
    }
}

fn length(params: &Map<String, Value>) -> usize {
    serde_json::to_string(params).map_or(usize::MAX, |text| text.len())
}

/// A text, or a list of nothing else.
fn texts(value: &Value) -> Option<Vec<String>> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    value.as_array().map_or_else(|| Some(vec![text(value)?]), |list| list.iter().map(text).collect())
}
