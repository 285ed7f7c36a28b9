import "server-only";
import net from "node:net";

/**
 * A socket whose corked writes of one turn go out in one call of the system: statements that are asked
 * for side by side reach the database together, and wake it once. Under TLS, which writes past it, it is
 * an ordinary socket.
 */
export class GatheringSocket extends net.Socket {
  #gathers = false;

  override cork(): void {
    this.#gather();
    super.cork();
  }

  #gather(): void {
    if (this.#gathers) return;
    this.#gathers = true;
    super.cork();
    process.nextTick(() => {
      this.#gathers = false;
      super.uncork();
    });
  }
}
