/** What one of several programs says that run at a time. */
export interface Act {
  /** Shows the text, at once or when it is this one's turn. */
  say(text: string): void;
  /** Says that nothing more comes. */
  leave(): void;
}

/** One place to speak for several programs: one after the other, each whole, and the one whose turn it is as it speaks. */
export interface Stage {
  /** @param heading - What stands before all that it says. */
  enter(heading: string): Act;
}

/**
 * Makes a stage.
 *
 * @param show - Takes what is to be seen.
 */
export function createStage(show: (text: string) => void): Stage {
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
