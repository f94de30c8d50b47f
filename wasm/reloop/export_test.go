package reloop

// Everywhere has calls replaced wherever that can be done.
var Everywhere = Options{inlining: everywhere}
