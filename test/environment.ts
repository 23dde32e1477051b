/** Loaded before every test: the SDK need not remind each process that its releases of 2027 will want Node 22. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
