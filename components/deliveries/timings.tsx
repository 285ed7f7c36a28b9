import { msWords } from "@/components/deliveries/words";
import { cn } from "@/components/ui/cn";

/** The phases of an exchange in their order; lighter and darker in turn, told apart by their labels. */
const PHASES: readonly { key: string; label: string; className: string }[] = [
  { key: "dnsMs", label: "DNS", className: "bg-border-strong/50" },
  { key: "connectMs", label: "Connect", className: "bg-muted" },
  { key: "tlsMs", label: "TLS", className: "bg-border-strong/50" },
  { key: "firstByteMs", label: "First byte", className: "bg-muted" },
  { key: "bodyMs", label: "Body", className: "bg-border-strong/50" },
];

/** How long each phase of an attempt took, in figures and as a bar. */
export function Timings({ timings }: { timings: Record<string, number | null> }) {
  const known = PHASES.flatMap(({ key, ...phase }) => {
    const ms = timings[key];
    return typeof ms === "number" ? [{ key, ms, ...phase }] : [];
  });
  const total = known.reduce((sum, { ms }) => sum + ms, 0);
  if (known.length === 0) return null;
  return (
    <div className="flex min-w-56 max-w-md flex-1 flex-col gap-1">
      <div aria-hidden className="flex h-1.5 gap-px overflow-hidden rounded-full">
        {known.map(({ key, ms, className }) => (
          <span
            key={key}
            className={cn("min-w-px", className)}
            style={{ flexGrow: total > 0 ? ms / total : 1 }}
          />
        ))}
      </div>
      <dl className="flex flex-wrap gap-x-4 gap-y-1 text-xs tabular-nums">
        {known.map(({ key, ms, label }) => (
          <div key={key} className="flex gap-1">
            <dt className="text-muted">{label}</dt>
            <dd>{msWords(ms)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
