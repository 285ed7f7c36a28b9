export type Variables = Record<string, string | undefined>;

const CLOUD = { api: "https://api.inngest.com", events: "https://inn.gs" };
const DEV_SERVER = "http://localhost:8288";

/** Where the SDK finds the engine, from the same variables, and how it is asked. */
export interface Engine {
  kind: "embedded" | "server" | "cloud" | "dev";
  api: string;
  events: string;
  eventKey: string;
  signingKey: string;
  /** The branch environment of Inngest Cloud, where there is one. */
  environment: string;
  appUrl: string;
}

/** Reads the variables as the SDK does. `ENGINE_KIND` is what `npm start` decided on, if it runs. */
export function engineOf(env: Variables, appUrl: string): Engine {
  const read = (name: string) => env[name]?.trim() ?? "";
  const base = read("INNGEST_BASE_URL");
  const dev = read("INNGEST_DEV");
  const isDev = dev !== "" && !/^(0|false)$/i.test(dev);
  const devUrl = URL.canParse(dev) ? dev : DEV_SERVER;
  const usual = isDev ? { api: devUrl, events: devUrl } : CLOUD;
  const external = isDev ? "dev" : base || read("INNGEST_API_BASE_URL") ? "server" : "cloud";
  return {
    kind: read("ENGINE_KIND") === "embedded" ? "embedded" : external,
    api: read("INNGEST_API_BASE_URL") || base || usual.api,
    events: read("INNGEST_EVENT_API_BASE_URL") || base || usual.events,
    eventKey: read("INNGEST_EVENT_KEY"),
    signingKey: read("INNGEST_SIGNING_KEY"),
    environment: read("INNGEST_ENV"),
    appUrl,
  };
}
