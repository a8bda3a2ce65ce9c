// The page speaks English, its charts included: uPlot formats numbers in the browser's language, from the moment it is loaded. WebKitGTK in the
// locale C says "C", which Intl refuses, and there would be no page.
Object.defineProperty(navigator, "language", { value: "en" });

export {};
