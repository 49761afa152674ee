import type { Command, Option } from 'commander';

/** A place in the command line, and what can follow there. */
interface Place {
  /** Words that lead there, such as `dataset show`; empty at the beginning. */
  path: string;
  words: { word: string; meaning: string }[];
}

/** Shells for which there is a script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
/** See {@link SHELLS}. */
export type Shell = (typeof SHELLS)[number];

/**
 * Makes a shell's completion script from the command line itself, so that it completes what there is.
 *
 * @param program - The whole command line.
 */
export function completionScript(program: Command, shell: Shell): string {
  const places = placesOf(program);
  const taking = [...new Set(optionsWithValue(program))];
  return { bash, zsh, fish }[shell](places, taking);
}

function placesOf(program: Command): Place[] {
  const visit = (command: Command, path: string): Place[] => [
    { path, words: [...command.commands.map(commandWord), ...command.options.map(optionWord), ...globalWords(program, path)] },
    ...command.commands.flatMap((one) => visit(one, path === '' ? one.name() : `${path} ${one.name()}`)),
  ];
  return visit(program, '');
}

/** The options of the program are good everywhere. */
function globalWords(program: Command, path: string): Place['words'] {
  return [...(path === '' ? [] : program.options.map(optionWord)), { word: '--help', meaning: 'say what this does' }];
}

function commandWord(command: Command): Place['words'][number] {
  return { word: command.name(), meaning: command.description() };
}

function optionWord(option: Option): Place['words'][number] {
  return { word: option.long ?? option.flags, meaning: option.description };
}

/** Options whose next word is their value, and no command. */
function optionsWithValue(command: Command): string[] {
  const own = command.options.filter((one) => one.required || one.optional).map((one) => one.long ?? one.flags);
  return [...own, ...command.commands.flatMap(optionsWithValue)];
}

/** As a single-quoted word of any of the shells. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Walks over the words before the cursor: noun and verb count; options, their values and arguments do not. */
function walk(taking: readonly string[], [words, from, to]: readonly [words: string, from: string, to: string]): string {
  return `  local place='' word i
  for ((i = ${from}; i < ${to}; i++)); do
    word="\${${words}[i]}"
    case "$word" in
      ${taking.join('|')}) ((i++)) ;;
      -*) ;;
      *) case "$place" in *' '*) ;; '') place="$word" ;; *) place="$place $word" ;; esac ;;
    esac
  done`;
}

/** Nouns that have verbs take two words; other commands one, and what follows are arguments. */
function cases(places: readonly Place[], line: (place: Place) => string): string {
  return places
    .map((place) => {
      const alone =
        place.path !== '' && !place.path.includes(' ') && !places.some((one) => one.path.startsWith(`${place.path} `));
      return `    ${quote(place.path)}${alone ? `|${quote(`${place.path} `)}*` : ''})\n${line(place)} ;;`;
    })
    .join('\n');
}

function bash(places: readonly Place[], taking: readonly string[]): string {
  const line = (place: Place) => `      words=${quote(place.words.map((one) => one.word).join(' '))}`;
  return `# bash completion of genba
_genba() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=''
${walk(taking, ['COMP_WORDS', '1', 'COMP_CWORD'])}
  case "$place" in
${cases(places, line)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _genba genba
`;
}

function zsh(places: readonly Place[], taking: readonly string[]): string {
  const line = ({ words }: Place) =>
    `      found=(${words.map(({ meaning, word }) => quote(`${word.replaceAll(':', '\\:')}:${meaning}`)).join(' ')})`;
  return `#compdef genba
_genba() {
  local -a found
${walk(taking, ['words', '2', 'CURRENT'])}
  case "$place" in
${cases(places, line)}
  esac
  _describe 'genba' found || _files
}
# Autoloaded from a folder of functions, it is called at once; sourced, it is made known.
if [ "$funcstack[1]" = _genba ]; then _genba "$@"; else compdef _genba genba; fi
`;
}

function fish(places: readonly Place[], taking: readonly string[]): string {
  const lines = places.flatMap(({ path, words }) =>
    words.map(({ meaning, word }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}${taking.includes(word) ? ' -r' : ''}` : `-f -a ${word}`;
      return `complete -c genba -n ${quote(`__genba_at ${quote(path).replaceAll("'", '"')}`)} ${what} -d ${quote(meaning).replaceAll("'\\''", "\\'")}`;
    }),
  );
  return `# fish completion of genba
function __genba_at
  set -l place
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip = 1
      set skip 0
      continue
    end
    switch $word
      case ${taking.join(' ')}
        set skip 1
      case '-*'
      case '*'
        test (count $place) -lt 2; and set -a place $word
    end
  end
  test "$place" = "$argv[1]"
end
${lines.join('\n')}
`;
}
