/* The places: asked for tile by tile, drawn as markers that a mouse, a finger and a keyboard can choose.

   Names come as JSON and reach the page by textContent and as attributes only, never as HTML. */
(function () {
  "use strict";

  const flockMap = (window.flockMap = window.flockMap || {});

  const SVG = "http://www.w3.org/2000/svg";
  const DROP = "M16 38.5C12 34 2.5 25 2.5 15.5a13.5 13.5 0 0 1 27 0C29.5 25 20 34 16 38.5z";
  const SQUARE = "M10 4h12a6 6 0 0 1 6 6v12a6 6 0 0 1-6 6h-2.5L16 33l-3.5-5H10a6 6 0 0 1-6-6V10a6 6 0 0 1 6-6z";
  const GLYPHS = {
    cafe: "M3 5.5h8v4a3.5 3.5 0 0 1-3.5 3.5h-1A3.5 3.5 0 0 1 3 9.5zM11 6.5h1a1.8 1.8 0 0 1 0 3.6h-1M5.5 3V1.8M8.5 3V1.8",
    library: "M8 4.3C6.5 3.2 4.5 2.9 2.3 3v9c2.2-.1 4.2.2 5.7 1.3 1.5-1.1 3.5-1.4 5.7-1.3V3c-2.2-.1-4.2.2-5.7 1.3zv9",
    coworking: "M3.5 3.5h9v6.3h-9zM1.5 12.5h13",
    community: "M2 7.8 8 2.7l6 5.1M3.8 6.5v6.7h8.4V6.5M6.7 13V9.5h2.6V13",
    hotel: "M2 3.5v9.5M2 10.8h12V13M14 10.8V9a2 2 0 0 0-2-2H6.8v3.6M4.4 8.3v.1",
    museum: "M2.3 6 8 2.8 13.7 6zM4.2 6.3v5.3M8 6.3v5.3M11.8 6.3v5.3M2.3 13h11.4",
    pub: "M3.5 3h7.5v10H3.5zM11 5.5h1a1.5 1.5 0 0 1 1.5 1.5v2a1.5 1.5 0 0 1-1.5 1.5h-1M6 6v4M8.5 6v4",
    other: "M2 6h12M3.8 6v7M12.2 6v7M8 6v2.5h4.2",
  };
  const STATES = { open: "open now", closed: "closed now", temporarily_closed: "closed for a while", unknown: "hours not known yet" };
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const SPOT_PX = 32; // half the box that stands for a group which no zoom takes apart

  function short(count) {
    if (count < 1000) return String(count);
    const [number, unit] = count < 999500 ? [count / 1000, "k"] : [count / 1e6, "m"];
    return (number < 9.95 ? number.toFixed(1).replace(".0", "") : Math.round(number)) + unit;
  }

  function svg(tag, attributes, parent) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (parent) parent.append(node);
    return node;
  }

  function pin(kind, state) {
    const picture = svg("svg", { viewBox: "0 0 32 40", width: 32, height: 40, "aria-hidden": "true" });
    const shut = state === "closed" || state === "temporarily_closed";
    svg("path", { d: shut ? SQUARE : DROP, class: "flock-pin-shape" }, picture);
    svg("path", { d: GLYPHS[kind] || GLYPHS.other, transform: "translate(8 8)", class: "flock-pin-glyph" }, picture);
    return picture;
  }

  function tip(name, detail) {
    const box = document.createElement("div");
    const strong = document.createElement("strong");
    strong.textContent = name;
    const quiet = document.createElement("span");
    quiet.textContent = detail;
    box.append(strong, quiet);
    return box;
  }

  /* Options: root, kinds (words by kind), onPlace(id), onArea(bounds), onCount(places, groups), onProblem(sentence or ""). */
  flockMap.PlaceLayer = flockMap.AnswerLayer.extend({
    options: { updateWhenIdle: false, updateWhenZooming: false, path: "tiles/venues/" },

    initialize(options) {
      flockMap.AnswerLayer.prototype.initialize.call(this, options);
      this._markers = new Map(); // key → { marker, button, item }
      this._selected = null;
      this._group = L.layerGroup();
      this._tip = L.tooltip({ direction: "top", className: "flock-tip", opacity: 1 });
    },

    onAdd(map) {
      this._group.addTo(map);
      const pane = map.getPane("markerPane");
      pane.setAttribute("role", "group");
      pane.setAttribute("aria-label", "Places on the map. Arrow keys go from one to the next, Enter chooses.");
      L.GridLayer.prototype.onAdd.call(this, map);
    },

    setQuery(query) {
      this._setAddress(this.options.path, query);
    },

    setSelected(selected) {
      this._selected = selected;
      this._showSoon();
    },

    /* Make the markers what the tiles say. Where a tile of this zoom is still to come, markers stay as they are. */
    _show() {
      const zoom = Math.round(this._map.getZoom());
      const tiles = [...this._asked.values()].filter((tile) => tile.coords.z === zoom);
      const known = new Set(tiles.filter((tile) => tile.answer).map((tile) => `${tile.coords.x}:${tile.coords.y}`));
      const complete = tiles.length > 0 && known.size === tiles.length;
      const wanted = this._wanted(tiles);

      let lostFocus = false;
      for (const [key, shown] of this._markers) {
        const at = this._map.project(shown.marker.getLatLng(), zoom).unscaleBy(this.getTileSize()).floor();
        if (wanted.has(key) || !(complete || known.has(`${at.x}:${at.y}`))) continue;
        lostFocus = lostFocus || shown.button === document.activeElement;
        this._group.removeLayer(shown.marker);
        this._markers.delete(key);
        if (this._told === key) this._tip.remove();
      }
      for (const [key, item] of wanted) this._draw(key, item);
      this._rove(lostFocus);
      this._count();
    },

    /* All that the tiles hold, by key, and the chosen place even where it is part of a group. */
    _wanted(tiles) {
      const wanted = new Map();
      for (const { answer } of tiles) {
        if (!answer) continue;
        for (const [lat, lon, count, zoomTo] of answer.clusters) wanted.set(`${lat},${lon},${count}`, { lat, lon, count, zoomTo });
        for (const [id, lat, lon, kind, name, state] of answer.places) wanted.set(id, { id, lat, lon, kind, name, state });
      }
      const chosen = this._selected;
      if (chosen && !wanted.has(chosen.id)) {
        const before = this._markers.get(chosen.id);
        wanted.set(chosen.id, before ? before.item : { ...chosen, name: "The place you chose" });
      }
      return wanted;
    },

    _draw(key, item) {
      const selected = this._selected !== null && this._selected.id === item.id && item.id !== undefined;
      const look = JSON.stringify([item, selected]);
      let shown = this._markers.get(key);
      if (shown && shown.look === look) return;
      if (!shown) {
        shown = { button: document.createElement("button") };
        shown.button.type = "button";
        shown.button.tabIndex = -1;
        const icon = L.divIcon({ html: shown.button, className: "flock-marker", iconSize: [44, 44], iconAnchor: item.id ? [22, 42] : [22, 22] });
        shown.marker = L.marker([item.lat, item.lon], { icon, interactive: false, keyboard: false });
        this._listen(key, shown);
        this._markers.set(key, shown);
        this._group.addLayer(shown.marker);
      }
      Object.assign(shown, { look, item });
      shown.marker.setZIndexOffset(selected ? 2000 : 0);
      if (item.id) this._dressPlace(shown.button, item, selected);
      else this._dressGroup(shown.button, item);
    },

    _dressPlace(button, { kind, name, state }, selected) {
      button.className = `flock-place flock-${STATES[state] ? state : "open"}${selected ? " flock-selected" : ""}`;
      button.replaceChildren(pin(kind, state));
      button.setAttribute("aria-label", `${name}, ${this._detail({ kind, state })}`);
      button.setAttribute("aria-pressed", selected);
    },

    _dressGroup(button, { count }) {
      const disc = document.createElement("span");
      disc.textContent = short(count);
      button.className = `flock-group flock-group-${count < 10 ? "small" : count < 100 ? "middle" : "large"}`;
      button.replaceChildren(disc);
      button.setAttribute("aria-label", `${count.toLocaleString("en-GB")} places here. Enter shows them.`);
    },

    _detail({ kind, state }) {
      return [this.options.kinds[kind] || this.options.kinds.other, STATES[state]].filter(Boolean).join(", ");
    },

    _listen(key, shown) {
      const { button } = shown;
      button.addEventListener("click", (event) => {
        event.stopPropagation();
        // A drag that began on the marker ends in a click too. Enter on the keyboard has no such past: its detail is 0.
        if (event.detail > 0 && this._map.dragging.moved()) return;
        this._choose(shown.item);
      });
      button.addEventListener("dblclick", (event) => event.stopPropagation());
      button.addEventListener("keydown", (event) => this._onKey(event, key));
      button.addEventListener("focus", () => {
        // The browser scrolls to what gets the focus, which would shift the map in its frame; move the map itself.
        const frame = this._map.getContainer();
        frame.scrollLeft = frame.scrollTop = 0;
        this._map.panInside(shown.marker.getLatLng(), { padding: [44, 72], animate: false });
        this._tell(key);
      });
      button.addEventListener("blur", () => this._tip.remove());
      button.addEventListener("mouseenter", () => this._tell(key));
      button.addEventListener("mouseleave", () => this._tip.remove());
    },

    _tell(key) {
      const { item, marker } = this._markers.get(key);
      if (!item.id) return;
      const low = this._map.latLngToContainerPoint(marker.getLatLng()).y < 130;
      this._told = key;
      this._tip.options.direction = low ? "bottom" : "top";
      this._tip.options.offset = low ? [0, 6] : [0, -42];
      this._tip.setLatLng(marker.getLatLng()).setContent(tip(item.name, this._detail(item))).addTo(this._map);
      const box = this._tip.getElement();
      box.style.marginLeft = 0;
      const [frame, { left, right }] = [this._map.getContainer().getBoundingClientRect(), box.getBoundingClientRect()];
      box.style.marginLeft = `${Math.max(frame.left + 8 - left, 0) + Math.min(frame.right - 8 - right, 0)}px`;
    },

    _choose(item) {
      const map = this._map;
      if (item.id) {
        this.options.onPlace(item);
      } else if (map.getZoom() < Math.min(item.zoomTo, map.getMaxZoom())) {
        map.setView([item.lat, item.lon], Math.min(item.zoomTo, map.getMaxZoom()));
      } else {
        const at = map.latLngToContainerPoint([item.lat, item.lon]);
        const corner = (sign) => map.containerPointToLatLng(at.add([sign * SPOT_PX, sign * SPOT_PX]));
        this.options.onArea(L.latLngBounds(corner(-1), corner(1)));
      }
    },

    _onKey(event, key) {
      const arrow = ARROWS[event.key];
      if (!arrow) return;
      event.preventDefault();
      event.stopPropagation();
      const from = this._point(this._markers.get(key));
      let best = null;
      for (const shown of this._inView()) {
        const way = this._point(shown).subtract(from);
        const along = way.x * arrow[0] + way.y * arrow[1];
        const aside = Math.abs(way.x * arrow[1] - way.y * arrow[0]);
        if (along > 1 && (!best || along + 2 * aside < best.cost)) best = { shown, cost: along + 2 * aside };
      }
      if (best) this._moveFocus(best.shown);
    },

    _point(shown) {
      return this._map.latLngToContainerPoint(shown.marker.getLatLng());
    },

    _inView() {
      const bounds = this._map.getBounds();
      return [...this._markers.values()].filter((shown) => bounds.contains(shown.marker.getLatLng()));
    },

    /* One stop for the Tab key: the marker in focus, else the one nearest to the middle. */
    _rove(takeFocus) {
      const all = [...this._markers.values()];
      if (all.some((shown) => shown.button === document.activeElement)) return;
      const middle = this._map.getSize().divideBy(2);
      const distance = (shown) => this._point(shown).distanceTo(middle);
      const nearest = all.length ? all.reduce((a, b) => (distance(b) < distance(a) ? b : a)) : null;
      for (const { button } of all) button.tabIndex = -1;
      if (nearest) nearest.button.tabIndex = 0;
      if (nearest && takeFocus) nearest.button.focus({ preventScroll: true });
    },

    _moveFocus(shown) {
      for (const { button } of this._markers.values()) button.tabIndex = -1;
      shown.button.tabIndex = 0;
      shown.button.focus({ preventScroll: true });
    },

    _count() {
      const seen = this._inView();
      const groups = seen.filter((shown) => !shown.item.id).length;
      const waiting = [...this._asked.values()].some((tile) => tile.request);
      if (!waiting) this.options.onCount(seen.length - groups, groups);
    },
  });
})();
