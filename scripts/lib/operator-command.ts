import { closeDatabase } from "@/lib/db";
import { AppError } from "@/lib/http/errors";

/**
 * Carries out a command that changes something in the database. Returns the exit code: 0, 1 when it could
 * not be done, and 2, with the usage, when the arguments are not understood.
 * @param command.read what the arguments ask for; null or a throw when they are not understood
 */
export async function operatorCommand<Input>(command: {
  usage: string;
  read: (args: string[]) => Input | null;
  work: (input: Input) => Promise<void>;
}): Promise<number> {
  const { usage, read, work } = command;
  let input: Input | null;
  try {
    input = read(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    return 2;
  }
  if (input === null) {
    console.error(usage);
    return 2;
  }
  try {
    await work(input);
    return 0;
  } catch (error) {
    console.error(error instanceof AppError ? error.detail : error);
    return 1;
  } finally {
    await closeDatabase();
  }
}
