// A volume as the preset paints it: colour and opacity a mm by value (paint, over paint_range), lit by the gradient, front to back.
uniform sampler2D paint;
vec4 painted(float x)
{
  float at = clamp((x - paint_range.x) / (paint_range.y - paint_range.x), 0.0, 1.0) * 1023.0;
  return texelFetch(paint, ivec2(int(at + 0.5), 0), 0);
}
float value_at(vec3 p) { vec2 s = base_within(p); return s.y > 0.0 ? s.x : paint_range.x; }
void main()
{
  vec2 px = viewport_pixel();
  vec3 q = base_from_0 + px.x * base_from_x + px.y * base_from_y;
  vec2 inside = ray_inside(q, along);
  float noise = fract(52.9829189 * fract(dot(floor(px), vec2(0.06711056, 0.00583715))));  // breaks the rings of equal depth
  float i = ceil(inside.x) + noise, last = floor(inside.y);
  vec3 colour = vec3(0.0);
  float clear = 1.0;
  while (i <= last && clear > 0.02) {
    vec4 c = vec4(0.0);
    vec3 p = q;
    bool leapt = false;
    // to the next sample that is painted: a short loop of its own, because a processor runs the lighting below for every turn
    while (i <= last) {
      p = q + i * along;
#if defined(BLOCKS)
      vec2 block = block_at(p);
      if (block.x <= paint_range.x) {
        i = max(floor(i - noise + block.y) + noise + 1.0, i + 1.0);
        continue;
      }
#endif
      c = painted(value_at(p));
      if (c.a > 0.002) break;
      i += 1.0;
      leapt = true;
    }
    if (i > last) break;
    if (leapt) {  // the surface lies within the last step: find it, or its layers show as rings
      float low = -1.0, high = 0.0;
      for (int n = 0; n < 4; n++) {
        float middle = 0.5 * (low + high);
        if (painted(value_at(p + middle * along)).a > 0.002) high = middle; else low = middle;
      }
      p += high * along;
    }
    vec3 slope = vec3(value_at(p + step_i) - value_at(p - step_i), value_at(p + step_j) - value_at(p - step_j), value_at(p + step_k) - value_at(p - step_k)) * per_mm;
    float steep = length(slope);
    vec3 normal = steep > 0.0 ? slope / steep : vec3(0.0);
    normal = vec3(dot(normal, screen_right), dot(normal, screen_down), dot(normal, screen_away));
    float alpha = 1.0 - pow(1.0 - c.a, step_mm);
    alpha *= mix(1.0, clamp(steep / edge, 0.0, 1.0), edge_weight);
    float sure = clamp(steep / solid, 0.0, 1.0);  // where nothing borders, the gradient is noise
    float facing = mix(0.7, abs(dot(normal, light)), sure);
    vec3 lit = c.rgb * (ambient + (1.0 - ambient) * facing) + vec3(pow(abs(normal.z), 24.0) * specular * sure);
    colour += clear * alpha * lit;
    clear *= 1.0 - alpha;
    i += 1.0;
  }
  gl_FragData[0] = vec4(clamp(colour, 0.0, 1.0), 1.0);
}
