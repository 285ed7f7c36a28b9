// Loaded into a process of the product with `--import`: its clock goes wrong by as many milliseconds as
// a file says, and changes with it. Timers go on as they do when a real clock is set.
import { readFileSync } from "node:fs";

const { CHAOS_CLOCK_FILE: file, CHAOS_CLOCK_PROGRAMS: programs = "" } = process.env;

if (file && programs && new RegExp(programs).test(process.argv[1] ?? "")) {
  const RealDate = Date;
  let offsetMs = 0;
  const read = () => {
    try {
      offsetMs = Number(readFileSync(file, "utf8")) || 0;
    } catch {
      // Being written just now; the next turn reads it.
    }
  };
  read();
  setInterval(read, 50).unref();
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      if (given.length === 0) super(RealDate.now() + offsetMs);
      else super(...given);
    }

    static now() {
      return RealDate.now() + offsetMs;
    }

    // Own ones: Next copies those of the class, and not what it inherits.
    static UTC = RealDate.UTC;
    static parse = RealDate.parse;
  };
}
