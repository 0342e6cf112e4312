/** What a shell may complete after a command. */
export interface CompletedCommand {
  /** The words that lead to it; none for the program itself. */
  readonly path: readonly string[];
  readonly children: readonly Described[];
  /** The values that its arguments can have; without any, they are files. */
  readonly values: readonly string[];
  readonly flags: readonly (Described & { readonly takesValue: boolean })[];
}

interface Described {
  readonly name: string;
  /** Has no quotes, and nothing else that means something to a shell. */
  readonly about: string;
}

/** A case for each command that others are below, which follows the words as they are typed. */
function stepCases(commands: readonly CompletedCommand[]): string {
  const steps = commands.flatMap(({ path }) => (path.length === 0 ? [] : [`'${pathText(path)}'`]));
  return steps.join(' | ');
}

/** As the scripts keep it: each word with a space before it. */
function pathText(path: readonly string[]): string {
  return path.map((word) => ` ${word}`).join('');
}

/** The script for bash. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ path, children, values, flags }) => {
    const words = [...children.map(({ name }) => name), ...values].join(' ');
    return `    '${pathText(path)}')
      words='${words}'
      flags='${flags.map(({ name }) => name).join(' ')}'
      ;;`;
  });
  return `# Completes tunnelwatch in bash.
_tunnelwatch() {
  local current=\${COMP_WORDS[COMP_CWORD]} path='' words='' flags='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$path \${COMP_WORDS[index]}" in
      ${stepCases(commands)}) path="$path \${COMP_WORDS[index]}" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  [[ $current == -* ]] && words=$flags
  COMPREPLY=()
  local word
  # Without a word that fits, bash completes files.
  while read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$words" -- "$current")
}
complete -o bashdefault -o default -F _tunnelwatch tunnelwatch
`;
}

/** The script for zsh. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const quoted = (described: readonly Described[]): string =>
    described.map(({ name, about }) => `'${name}${about === '' ? '' : `:${about.replaceAll(':', ' ')}`}'`).join(' ');
  const cases = commands.map(
    ({ path, children, values, flags }) => `    '${pathText(path)}')
      words_=(${quoted([...children, ...values.map((name) => ({ name, about: '' }))])})
      flags=(${quoted(flags)})
      ;;`,
  );
  return `#compdef tunnelwatch
_tunnelwatch() {
  local at='' index
  local -a words_ flags
  for ((index = 2; index < CURRENT; index++)); do
    case "$at $words[index]" in
      ${stepCases(commands)}) at="$at $words[index]" ;;
    esac
  done
  case "$at" in
${cases.join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    _describe flag flags
  elif (( $#words_ )); then
    _describe command words_
  else
    _files
  fi
}
if [[ $funcstack[1] == _tunnelwatch ]]; then _tunnelwatch "$@"; else compdef _tunnelwatch tunnelwatch; fi
`;
}

/** The script for fish. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ path, children, values, flags }) => {
    const when = `-n '__tunnelwatch_at "${pathText(path)}"'`;
    return [
      ...children.map(({ name, about }) => `complete -c tunnelwatch -f ${when} -a ${name} -d '${about}'`),
      ...values.map((name) => `complete -c tunnelwatch -f ${when} -a ${name}`),
      ...flags.map(
        ({ name, about, takesValue }) =>
          `complete -c tunnelwatch ${when} -l ${name.replace(/^--/, '')}${takesValue ? ' -r' : ''} -d '${about}'`,
      ),
    ];
  });
  return `# Completes tunnelwatch in fish.
function __tunnelwatch_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    switch "$at $word"
      case ${stepCases(commands).replaceAll(' | ', ' ')}
        set at "$at $word"
    end
  end
  test "$at" = "$argv[1]"
end
${lines.join('\n')}
`;
}
