/** File name of the built collection under `downloads/`; set by vite.config.ts. */
declare const __COLLECTION_FILE__: string;
