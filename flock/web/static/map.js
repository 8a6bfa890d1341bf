/* The map of places. `flockMap.open` starts it once; `flockMap.update` steers it at each rerun of the page.

   Moving and zooming stay in the browser. The page hears of two things only: a place was chosen, an area is to be searched. */
(function () {
  "use strict";

  const flockMap = (window.flockMap = window.flockMap || {});

  const CALM = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const BRITAIN = { center: [54.6, -3.2], zoom: 6 };
  const MOVED_PX = 24; // less than this is a slip of the hand
  const SAY_AFTER_MS = 500;
  const UNREACHABLE = "The street map can't be reached. You see coastlines and towns; the places are right.";
  const MANY_PINS = 150;
  // As in visuals/maps.py: what a pin stands for, with the letter on it.
  const PINS = [
    ["new", "N", "New"],
    ["changed", "C", "Changed"],
    ["duplicate", "D", "Told twice"],
    ["doubt", "?", "In doubt"],
    ["given", "A", "The coordinates"],
    ["address", "B", "The postcode"],
  ];
  const COLOURS = { light: "#0F6B5C", dark: "#5CCBAA" };
  const PEOPLE = { light: "#B93A17", dark: "#FF9470" };

  if (CALM) L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false });

  // Leaflet focuses the map when it is pressed, which would make the page around the frame scroll away under the finger.
  L.Map.Keyboard.include({
    _onMouseDown() {
      if (!this._focused) this._map.getContainer().focus({ preventScroll: true });
    },
  });

  function plural(number, one, many) {
    return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
  }

  function element(tag, className, parent) {
    const node = L.DomUtil.create(tag, className, parent);
    L.DomEvent.disableClickPropagation(node);
    return node;
  }

  /* Where the person had moved the map to, for as long as the page asks for the same view: a map that was
     hidden behind the list, or left for another page, comes back as it was. */
  const memory = {
    read(command) {
      try {
        return JSON.parse(sessionStorage.getItem(`flock-map ${command}`));
      } catch (error) {
        return null;
      }
    },
    write(command, view) {
      try {
        sessionStorage.setItem(`flock-map ${command}`, JSON.stringify(view));
      } catch (error) {
        // A browser that keeps nothing still shows the map.
      }
    },
  };

  class PlaceMap {
    constructor(id, start) {
      this.map = L.map(id, { ...BRITAIN, minZoom: 2, maxZoom: 19, zoomControl: false, worldCopyJump: true });
      this.map.attributionControl.setPrefix(false);
      const container = this.map.getContainer();
      container.classList.add("flock-map");
      container.setAttribute("role", "region");
      container.setAttribute("aria-label", "Map of places to work");
      document.documentElement.lang = "en-GB";

      // st_folium listens to the layers that are there at the start; this one speaks for all markers.
      this.voice = L.featureGroup().addTo(this.map);
      this.plain = new flockMap.PlainLayer({ root: start.root });
      this.street = start.tilesUrl ? flockMap.streetLayer(start.tilesUrl, start.attribution, () => this.showBase(this.plain)) : null;
      this.places = new flockMap.PlaceLayer({
        root: start.root,
        kinds: start.kinds,
        onPlace: (item) => this.choosePlace(item),
        onArea: (bounds) => this.chooseArea(bounds),
        onCount: (places, groups) => this.sayCount(places, groups),
        onProblem: (sentence) => this.say(this.problem, sentence),
      });
      this.layer = new flockMap.HexagonLayer({ root: start.root, onHexagon: (id, at) => this.tell({ hexagon: id }, at) });
      this.outlines = L.layerGroup().addTo(this.map);
      this.pins = L.layerGroup().addTo(this.map);
      this.hexagons = L.layerGroup().addTo(this.map);
      this.home = null; // the view that a move is measured from; null until the map has come to rest
      this.told = null; // the place or area chosen here last, until the page asks for a view
      this.buildControls(container);
      this.map.on("zoomend", () => this.thin());
      this.map.on("moveend", () => this.onMoved());
      new ResizeObserver(() => this.onResized()).observe(container);
    }

    buildControls(container) {
      L.control.zoom({ position: "topright", zoomInTitle: "Zoom in", zoomOutTitle: "Zoom out" }).addTo(this.map);
      const above = element("div", "flock-above", container);
      this.searchButton = element("button", "flock-search", above);
      this.searchButton.type = "button";
      this.searchButton.textContent = "Search this area";
      this.searchButton.hidden = true;
      this.searchButton.addEventListener("click", () => this.chooseArea(this.map.getBounds()));
      this.problem = element("p", "flock-message", above);
      this.problem.setAttribute("role", "alert");
      const below = element("div", "flock-below", container);
      this.status = element("p", "flock-message flock-unseen", below);
      this.status.setAttribute("role", "status");
      this.notice = element("p", "flock-message", below);
      this.notice.setAttribute("role", "status");
      this.problem.hidden = this.notice.hidden = true;
    }

    say(line, sentence) {
      if (line.textContent !== sentence) line.textContent = sentence;
      line.hidden = !sentence;
    }

    showBase(layer) {
      for (const other of [this.street, this.plain]) if (other && other !== layer) this.map.removeLayer(other);
      if (!this.map.hasLayer(layer)) this.map.addLayer(layer);
      const failed = layer === this.plain && this.street !== null;
      this.say(this.notice, failed ? UNREACHABLE : "");
      if (!failed) return;
      const again = L.DomUtil.create("button", "", this.notice);
      again.type = "button";
      again.textContent = "Try again";
      again.addEventListener("click", () => this.showBase(this.street));
    }

    /* A map in a hidden pane has no size, and so no view: it waits until it is seen. A frame may take its size in
       steps; what was fitted into it is fitted again, unless the person has moved on. */
    onResized() {
      const { offsetWidth, offsetHeight } = this.map.getContainer();
      if (!offsetWidth || !offsetHeight) return;
      this.map.invalidateSize();
      if (this.waiting) this.update(this.waiting);
      else if (this.fitted && !this.moved) this.fit(this.fitted, { animate: false });
    }

    update(state) {
      const size = this.map.getSize();
      this.waiting = size.x && size.y ? null : state;
      if (this.waiting) return;
      this.map.getContainer().dataset.theme = state.theme;
      this.plain.setTheme(state.theme);
      this.searches = state.places && !state.layer;
      this.go(state.view);
      this.places.setQuery(state.query);
      this.places.setSelected(state.selected);
      this.follow(state.selected);
      this.outline(state);
      this.drawPins(state.pins || []);
      this.showLayer(state);
      this.drawHexagons(state);
      if (this.scaleUnit !== state.unit) {
        if (this.scale) this.scale.remove();
        this.scale = L.control.scale({ metric: state.unit === "km", imperial: state.unit === "mi" }).addTo(this.map);
        this.scaleUnit = state.unit;
      }
      // First, so that at each move their tiles are asked for before those of the base.
      if (state.places && !this.map.hasLayer(this.places)) this.map.addLayer(this.places);
      if (!state.places && this.map.hasLayer(this.places)) this.map.removeLayer(this.places);
      if (!this.map.hasLayer(this.plain) && !(this.street && this.map.hasLayer(this.street))) this.showBase(this.street || this.plain);
    }

    /* Move to a view that was not asked for before; a view that was is left as the person has it now. */
    go(view) {
      const command = JSON.stringify(view);
      if (command === this.command) return;
      const first = this.command === undefined;
      const kept = first ? memory.read(command) : null;
      this.command = command;
      this.fitted = null;
      if (view && this.isEcho(view)) {
        this.remember();
        return;
      }
      this.home = null;
      const options = { animate: !first && !CALM };
      if (kept) this.map.setView(kept.center, kept.zoom, options);
      else if (view && view.bounds) this.fit(view.bounds, options);
      else if (view) this.map.setView(view.center, view.zoom, options);
      if (!view) this.rest();
    }

    fit(bounds, options) {
      this.fitted = bounds;
      this.home = null;
      this.map.fitBounds([bounds.slice(0, 2), bounds.slice(2)], { ...options, padding: [16, 16], maxZoom: 17 });
    }

    /* Whether the page asks for the very place or area that was chosen here just now, where the person looks already. */
    isEcho(view) {
      const [asked, told] = [view.bounds || view.center, this.told];
      this.told = null;
      const same = told !== null && told.length === asked.length && asked.every((number, i) => Math.abs(number - told[i]) < 2e-6);
      return same && this.map.getBounds().intersects([asked.slice(0, 2), asked.slice(-2)]);
    }

    remember() {
      const { lat, lng } = this.map.getCenter();
      memory.write(this.command, { center: [lat, lng], zoom: this.map.getZoom() });
    }

    /* Bring a place that was chosen in the list into view, once. */
    follow(selected) {
      const id = selected && selected.id;
      if (id && id !== this.followed && !this.map.getBounds().pad(-0.05).contains([selected.lat, selected.lon])) {
        this.home = null;
        this.map.panTo([selected.lat, selected.lon], { animate: !CALM });
      }
      this.followed = id;
    }

    rest() {
      this.moved = false;
      this.home = { center: this.map.getCenter(), zoom: this.map.getZoom() };
      this.searchButton.hidden = true;
    }

    onMoved() {
      const { map } = this;
      if (this.home === null) {
        this.rest();
        return;
      }
      const moved = map.latLngToContainerPoint(this.home.center).distanceTo(map.getSize().divideBy(2));
      if (map.getZoom() === this.home.zoom && moved < MOVED_PX) return;
      this.moved = true;
      this.searchButton.hidden = !this.searches;
      this.remember();
    }

    choosePlace(item) {
      this.places.setSelected(item);
      this.told = [item.lat, item.lon];
      this.tell({ venue: item.id }, L.latLng(item.lat, item.lon));
    }

    chooseArea(bounds) {
      this.rest();
      const clamp = (value, most) => Math.max(-most, Math.min(most, Number(value.toFixed(6))));
      const area = [
        clamp(bounds.getSouth(), 90),
        clamp(bounds.getWest(), 180),
        clamp(bounds.getNorth(), 90),
        clamp(bounds.getEast(), 180),
      ];
      this.told = area;
      this.tell({ area }, bounds.getCenter());
    }

    /* Tell the page. The time makes each click new, so that the same place can be chosen twice. */
    tell(properties, latlng) {
      const feature = { type: "Feature", properties: { ...properties, click: Date.now() }, geometry: null };
      this.voice.fire("click", { latlng, layer: { toGeoJSON: () => feature } });
    }

    outline({ circle, area, theme }) {
      this.outlines.clearLayers();
      const style = { color: COLOURS[theme], weight: 2, dashArray: "6 6", fillOpacity: 0.05, interactive: false };
      if (circle) L.circle(circle.center, { ...style, radius: circle.radius }).addTo(this.outlines);
      if (area) L.rectangle([area.slice(0, 2), area.slice(2)], style).addTo(this.outlines);
    }

    drawPins(pins) {
      const command = JSON.stringify(pins);
      if (command === this.pinned) return;
      this.pinned = command;
      this.pins.clearLayers();
      this.crowded = pins.length > MANY_PINS;
      this.thin();
      for (const [lat, lon, what, line] of pins) {
        const [name, letter, word] = PINS[what];
        const label = document.createElement("span");
        label.textContent = letter;
        const icon = L.divIcon({ className: `flock-pin flock-pin-${name}`, html: label, iconSize: [22, 22] });
        const said = line ? `${word}, line ${line}` : word;
        const zIndexOffset = name === "doubt" ? 3000 : 2000;
        L.marker([lat, lon], { icon, alt: said, keyboard: false, zIndexOffset }).bindTooltip(document.createTextNode(said)).addTo(this.pins);
      }
    }

    /* Many pins on a wide map cover each other, so they become dots until she comes closer; those in doubt stay. */
    thin() {
      this.map.getContainer().classList.toggle("flock-crowded", Boolean(this.crowded) && this.map.getZoom() < 11);
    }

    showLayer({ layer, theme }) {
      if (layer) this.layer.set({ ...layer, theme });
      if (layer && !this.map.hasLayer(this.layer)) this.map.addLayer(this.layer);
      if (!layer && this.map.hasLayer(this.layer)) this.map.removeLayer(this.layer);
    }

    /* Members as hexagons, never as dots: at least so many live somewhere in it. Dashed in clay where no place is near. */
    drawHexagons({ hexagons = [], spots = [], theme }) {
      this.hexagons.clearLayers();
      const people = PEOPLE[theme];
      const number = (at, text, className) => {
        const icon = L.divIcon({ className, html: text, iconSize: [28, 28] });
        L.marker(at, { icon, interactive: false, keyboard: false }).addTo(this.hexagons);
      };
      for (const { corners, middle, step, gap } of hexagons) {
        const style = { color: gap ? people : COLOURS[theme], weight: 2, dashArray: gap ? "4 5" : null, fillOpacity: gap ? 0.22 : 0.1 };
        L.polygon(corners, { ...style, interactive: false }).addTo(this.hexagons);
        number(middle, `${Number(step)}+`, "flock-count");
      }
      spots.forEach((spot, i) => number(spot, String(i + 1), "flock-spot"));
    }

    sayCount(places, groups) {
      clearTimeout(this.saying);
      const parts = [];
      if (places) parts.push(plural(places, "place", "places"));
      if (groups) parts.push(plural(groups, "group", "groups"));
      this.status.classList.toggle("flock-unseen", parts.length > 0);
      this.saying = setTimeout(() => {
        this.say(this.status, parts.length ? `${parts.join(" and ")} on the map` : "No places in this part of the map");
      }, SAY_AFTER_MS);
    }
  }

  let current = null;

  flockMap.open = function (id, text) {
    current = new PlaceMap(id, JSON.parse(text));
    return current.map;
  };

  /* Give the empty layer that st_folium wants to add; it would also keep every one it ever got, so let those go. */
  flockMap.update = function (text) {
    window.feature_group = [];
    current.update(JSON.parse(text));
    return L.featureGroup();
  };
})();
