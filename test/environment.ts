import fc from "fast-check";

/** Loaded before every test: the SDK need not remind each process that its releases of 2027 will want Node 22. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** Properties are tried with the same examples every time, unless somebody asks for others: `CHAOSLAB_PROPERTY_SEED=7`. */
fc.configureGlobal({ seed: Number(process.env.CHAOSLAB_PROPERTY_SEED ?? 20_260_101) });
