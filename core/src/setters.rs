//! Methods that set one public field each, for structs that users cannot write out because they may grow.

macro_rules! setters {
    ($($name:ident: $type:ty = $value:expr,)*) => {
        $(
            #[doc = concat!("Sets the field `", stringify!($name), "`, whose documentation says what it is.")]
            #[must_use]
            pub fn $name(mut self, $name: $type) -> Self {
                self.$name = $value;
                self
            }
        )*
    };
}
