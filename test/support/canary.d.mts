export const CANARY: string;
export function refuseCanary(name: string, log: string): void;
export function refuseCanaryOfPostgres(dataDir: string): void;
