// The SDK reminds every process that its releases of 2027 will want Node 22. This project pins its release; see README.md.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
