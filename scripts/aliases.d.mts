export declare const bundleAliases: Readonly<Record<string, string>>;
