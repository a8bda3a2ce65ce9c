/** The version of the package, for the `user-agent`; the build checks that it is current. */
export const VERSION = "0.1.0";
