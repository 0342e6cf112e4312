/** Lists joined into one array, which is the same array for as long as they are: thousands are joined every second. */
export class JoinedList<Item> {
  private lists: readonly (readonly Item[])[] = [];
  private joined: readonly Item[] = [];

  /** @param lists arrays that are replaced and never modified */
  of(lists: readonly (readonly Item[])[]): readonly Item[] {
    const isSame = lists.length === this.lists.length && lists.every((list, at) => list === this.lists[at]);
    if (!isSame) {
      this.lists = lists;
      this.joined = lists.flat();
    }
    return this.joined;
  }
}
