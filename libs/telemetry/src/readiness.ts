/** What a process does not do though it runs: `/readyz` says so. */
export class Readiness {
  private readonly told = new Map<string, string>();

  /** null: it does it again. `/readyz` asks for no token: no paths, no names. */
  tell(part: string, fault: string | null): void {
    if (fault === null) this.told.delete(part);
    else this.told.set(part, fault);
  }

  get faults(): Record<string, string> {
    return Object.fromEntries(this.told);
  }
}
