/** An address that breaks before its domain rather than in the middle of it. */
export function EmailText({ value }: { value: string }) {
  const domain = value.lastIndexOf("@") + 1;
  return (
    <span className="min-w-0">
      {value.slice(0, domain)}
      <wbr />
      {value.slice(domain)}
    </span>
  );
}
