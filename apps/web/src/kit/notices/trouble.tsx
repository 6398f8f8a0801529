/** Why what is shown may be old, or nothing is shown. */
export function Trouble({ error }: { error: string | null }) {
  if (error === null) return null;
  return (
    <p className="notice notice-bad" role="alert">
      {error}
    </p>
  );
}
