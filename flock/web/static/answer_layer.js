/* A layer whose tiles are asked of the app: one answer in JSON for each, asked again at the next move where none came. */
(function () {
  "use strict";

  const flockMap = (window.flockMap = window.flockMap || {});

  const NO_ANSWER = "The places can't be loaded right now. Move the map to try again.";

  /* Options: root, path (the folder of the tiles), onProblem(sentence or "") or nothing. What extends it draws in `_show`. */
  flockMap.AnswerLayer = L.GridLayer.extend({
    options: { tileSize: 512, noWrap: true, keepBuffer: 1 },

    initialize(options) {
      L.setOptions(this, options);
      this._asked = new Map(); // tile "z/x/y" → { coords, done, request, answer, failed }
      this._query = null;
      this.on("tileunload", (event) => this._forget(event.coords));
    },

    getEvents() {
      const events = L.GridLayer.prototype.getEvents.call(this);
      const moved = events.moveend;
      events.moveend = (event) => {
        if (moved) moved.call(this, event);
        for (const tile of this._asked.values()) if (tile.failed) this._ask(tile);
        this._showSoon();
      };
      return events;
    },

    /* Ask every tile anew when the address changed; what is shown stays until the answer is there. */
    _setAddress(path, query) {
      if (path === this.options.path && query === this._query) return;
      this.options.path = path;
      this._query = query;
      for (const tile of this._asked.values()) this._ask(tile);
    },

    createTile(coords, done) {
      const element = document.createElement("div");
      const tile = { coords, done: () => done(null, element), request: null, answer: null };
      this._asked.set(this._tileCoordsToKey(coords), tile);
      this._ask(tile);
      return element;
    },

    _forget(coords) {
      const key = this._tileCoordsToKey(coords);
      const tile = this._asked.get(key);
      if (!tile) return;
      this._asked.delete(key);
      if (tile.request) tile.request.abort();
      this._showSoon();
    },

    async _ask(tile) {
      if (tile.request) tile.request.abort();
      const request = (tile.request = new AbortController());
      tile.answer = null;
      tile.failed = false;
      const { z, x, y } = tile.coords;
      let problem = "";
      try {
        // A tile is twice as wide as those of its zoom usually are.
        const address = `${this.options.path}${z - 1}/${x}/${y}.json?${this._query}`;
        const response = await fetch(this.options.root + address, { signal: request.signal });
        const body = await response.json();
        if (response.ok) tile.answer = body;
        else problem = String(body.error || NO_ANSWER);
      } catch (error) {
        problem = NO_ANSWER;
      }
      if (request.signal.aborted) return;
      tile.failed = tile.answer === null;
      if (this.options.onProblem) this.options.onProblem(problem);
      tile.request = null;
      tile.done();
      this._showSoon();
    },

    _showSoon() {
      if (!this._frame) this._frame = L.Util.requestAnimFrame(this._showNow, this);
    },

    _showNow() {
      this._frame = null;
      if (this._map) this._show();
    },
  });
})();
