// Viewport pixel of this fragment: x right, y down, the first pixel's centre (0.5, 0.5). pixel_scale > 1 while drawn coarsely.
vec2 viewport_pixel()
{
  return vec2(gl_FragCoord.x - pixel_origin.x, pixel_origin.y - gl_FragCoord.y) * pixel_scale;
}
