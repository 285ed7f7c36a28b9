/** The parts of the settings, by the ids of their places on the page. */
export function SettingsNav({ parts }: { parts: readonly { id: string; label: string }[] }) {
  return (
    <nav aria-label="Settings">
      <ul className="-mx-2 flex flex-wrap">
        {parts.map(({ id, label }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className="flex h-8 items-center rounded-md px-2 text-muted text-sm hover:bg-surface-2 hover:text-foreground"
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
