/** What one of several programs says that run at a time. */
export interface Speaker {
  /** Shows the text, at once or when it is this one's turn. */
  say(text: string): void;
  /** Says that nothing more comes. */
  leave(): void;
}

/** One place to speak for several programs: one after the other, each whole, and the one whose turn it is as it speaks. */
export interface Turns {
  /** @param heading - What stands before all that it says. */
  enter(heading: string): Speaker;
}

/**
 * Lets programs speak in turn.
 *
 * @param show - Takes what is to be seen.
 */
export function createTurns(show: (text: string) => void): Turns {
  const queue: { said: string; left: boolean }[] = [];
  const goOn = () => {
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      show(first.said);
      first.said = '';
      if (!first.left) return;
      queue.shift();
    }
  };
  return {
    enter(heading) {
      const own = { said: heading, left: false };
      queue.push(own);
      goOn();
      return {
        say(text) {
          own.said += text;
          goOn();
        },
        leave() {
          own.left = true;
          goOn();
        },
      };
    },
  };
}
