/** What every command of `genba network` works with. */
export interface Surroundings {
  /** Where networks of this machine are. */
  folder: string;
  /** Where deployment files are. */
  deployments: string;
  json: boolean;
  /** A line for people; on stderr with `--json`. */
  say(line: string): void;
}
